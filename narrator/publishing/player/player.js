"use strict";

/* The page works without this: native controls, chapters and transcript are plain HTML.
   With it, the words follow the voice and every sentence, chapter and moment can be heard. */

(() => {
  const data = JSON.parse(document.getElementById("ui_data").textContent);
  const audio = document.querySelector("audio");
  const ui = (name) => document.querySelector(`[data-ui="${name}"]`);
  const bar = ui("bar");
  const position = ui("position");
  const sentences = [...document.querySelectorAll(".s")];
  const chapterLinks = [...document.querySelectorAll(".chapters a")];

  // data.sentences[i] is [start, word, word, …] in hundredths of a second, each after the one before.
  const starts = data.sentences.map((times) => times[0] / 100);
  const duration = () => (Number.isFinite(audio.duration) ? audio.duration : data.duration);

  // ------------------------------------------------------------------ time

  const clock = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    const two = (number) => String(number).padStart(2, "0");
    const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
    return hours ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
  };

  const spoken = (seconds) => {
    const whole = Math.max(0, Math.floor(seconds));
    const part = (number, unit) => (number ? `${number} ${unit}${number === 1 ? "" : "s"}` : "");
    return [part(Math.floor(whole / 60), "minute"), part(whole % 60, "second") || "0 seconds"].join(" ").trim();
  };

  /** The last index whose time is not after `seconds`; -1 before the first. */
  const indexAt = (times, seconds) => {
    let [low, high] = [0, times.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[middle] <= seconds + 0.005) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  };

  let wanted = null; // a place asked for before the audio was ready

  const seek = (seconds) => {
    const place = Math.min(Math.max(seconds, 0), Math.max(duration() - 0.05, 0));
    if (audio.readyState > 0) audio.currentTime = place;
    else wanted = place;
    show(place);
  };

  const here = () => (wanted === null ? audio.currentTime : wanted);

  const play = () => {
    following = true;
    audio.play().catch((error) => {
      if (error.name !== "AbortError" && error.name !== "NotAllowedError") missing();
    });
  };

  const toggle = () => (audio.paused ? play() : audio.pause());

  const missing = () => {
    ui("status").textContent = "The audio can’t be played: its file should lie beside this page.";
  };

  // ------------------------------------------------------------------ showing where we are

  let sentence = -1;
  let word = -1;
  let chapter = null;
  let following = true;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const marker = window.Highlight && CSS.highlights ? new Highlight() : null;
  if (marker) CSS.highlights.set("word", marker);

  const show = (seconds) => {
    const share = duration() ? Math.min(seconds / duration(), 1) : 0;
    document.querySelector(".score-rest").setAttribute("x", 1000 * share);
    document.querySelector(".score-head").setAttribute("x", 1000 * share - 1);
    position.value = seconds;
    ui("elapsed").textContent = clock(seconds);
    ui("moment").href = `#t=${Math.floor(seconds)}`;
    showChapter(Math.max(indexAt(data.chapters, seconds), 0)); // the first begins with the episode
    showSentence(indexAt(starts, seconds), seconds);
    position.setAttribute("aria-valuetext", `${spoken(seconds)} of ${spoken(duration())}, ${ui("now").textContent}`);
  };

  const showChapter = (index) => {
    if (index === chapter) return;
    chapter = index;
    chapterLinks.forEach((link, i) => {
      if (i === index) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    });
    const link = chapterLinks[index];
    ui("now").textContent = link ? link.querySelector(".chapter-title").textContent : "";
    if (link) showInContents(link);
    describe();
  };

  /** Scrolls the list of chapters, never the page. */
  const showInContents = (link) => {
    const list = document.querySelector(".contents");
    const [inner, outer] = [link.getBoundingClientRect(), list.getBoundingClientRect()];
    if (inner.top < outer.top) list.scrollTop += inner.top - outer.top;
    if (inner.bottom > outer.bottom) list.scrollTop += inner.bottom - outer.bottom;
  };

  const showSentence = (index, seconds) => {
    if (index !== sentence) {
      if (sentences[sentence]) sentences[sentence].classList.remove("speaking");
      sentence = index;
      word = -1;
      if (marker) marker.clear();
      if (sentences[index]) {
        sentences[index].classList.add("speaking");
        if (following && !audio.paused) reveal(sentences[index]);
      }
    }
    if (marker && index >= 0) showWord(sentences[index], data.sentences[index], seconds);
  };

  const showWord = (element, times, seconds) => {
    let [at, index] = [times[0] / 100, 0];
    while (index + 1 < times.length && at + times[index + 1] / 100 <= seconds + 0.02) at += times[++index] / 100;
    if (index === word || !element.firstChild) return;
    word = index;
    const words = element.textContent.split(" ");
    const before = words.slice(0, index).reduce((sum, part) => sum + part.length + 1, 0);
    const range = new Range();
    range.setStart(element.firstChild, before);
    range.setEnd(element.firstChild, before + (words[index] || "").length);
    marker.clear();
    marker.add(range);
  };

  const reveal = (element) => {
    const box = element.getBoundingClientRect();
    const room = innerHeight - bar.offsetHeight;
    if (box.top < 0.12 * room || box.bottom > 0.75 * room) {
      const top = scrollY + box.top - 0.35 * room;
      scrollTo({ top, behavior: calm.matches ? "auto" : "smooth" });
    }
  };

  const follow = (wants) => {
    following = wants;
    ui("follow").hidden = wants || audio.paused;
    if (wants && sentences[sentence]) reveal(sentences[sentence]);
  };

  const frame = () => {
    if (audio.paused) return;
    show(here());
    requestAnimationFrame(frame);
  };

  const showState = () => {
    const playing = !audio.paused;
    document.documentElement.classList.toggle("playing", playing);
    ui("play").setAttribute("aria-label", playing ? "Pause" : "Play");
    ui("listen-word").textContent = playing ? "Pause" : here() > 1 ? "Go on" : "Listen";
    if (playing) ui("resumed").hidden = true;
    ui("follow").hidden = following || !playing;
  };

  // ------------------------------------------------------------------ remembering the place

  const memory = {
    read(key) {
      try {
        return localStorage.getItem(key);
      } catch {
        return null; // private windows and some file:// pages have no storage
      }
    },
    write(key, value) {
      try {
        if (value === null) localStorage.removeItem(key);
        else localStorage.setItem(key, value);
      } catch {
        // the place is then not remembered, and nothing else is lost
      }
    },
  };
  const placeKey = `narrator:place:${data.id}`;
  const speedKey = "narrator:speed";

  const remember = () => {
    const seconds = here();
    const worth = seconds > 3 && seconds < duration() - 5;
    memory.write(placeKey, worth ? seconds.toFixed(1) : null);
  };

  // ------------------------------------------------------------------ addresses: #t=83 and #lev-kalashnikov

  /** The second an address names, or null: `#t=83`, `#t=1:23`, or a chapter's name. */
  const secondsOf = (hash) => {
    const name = hash.replace(/^#/, "");
    const time = /^t=(?:npt:)?([\d:.]+)/.exec(name);
    if (time) return time[1].split(":").reduce((sum, part) => 60 * sum + Number(part), 0) || 0;
    let id = name;
    try {
      id = decodeURIComponent(name);
    } catch {
      // not an encoded address: take it as it is
    }
    const index = chapterLinks.findIndex((link) => link.dataset.id === id);
    return index < 0 ? null : data.chapters[index];
  };

  const goTo = (hash, playing) => {
    const seconds = secondsOf(hash);
    if (seconds === null) return false;
    seek(seconds);
    if (playing) play();
    const element = sentences[Math.max(indexAt(starts, seconds + 0.5), 0)];
    if (element) reveal(element);
    return true;
  };

  const copyMoment = async () => {
    const address = new URL(`#t=${Math.floor(here())}`, location.href).href;
    history.replaceState(null, "", address);
    try {
      await navigator.clipboard.writeText(address);
      ui("status").textContent = `Link to ${clock(here())} copied.`;
    } catch {
      ui("status").textContent = `The address of this page now leads to ${clock(here())}.`;
    }
  };

  // ------------------------------------------------------------------ the system's own media controls

  const describe = () => {
    if (!("mediaSession" in navigator) || !window.MediaMetadata) return;
    const cover = document.querySelector(".cover");
    navigator.mediaSession.metadata = new MediaMetadata({
      title: ui("now").textContent || document.title,
      artist: document.querySelector("h1").textContent,
      album: data.album,
      artwork: cover ? [{ src: cover.src, type: "image/jpeg" }] : [],
    });
  };

  const stepSentence = (step) => {
    const next = Math.min(Math.max(sentence + step, 0), starts.length - 1);
    if (starts.length) seek(starts[next]);
  };

  const stepChapter = (step) => {
    const next = Math.min(Math.max((chapter ?? 0) + step, 0), data.chapters.length - 1);
    if (data.chapters.length) seek(data.chapters[next]);
  };

  if ("mediaSession" in navigator) {
    const actions = {
      seekbackward: () => seek(here() - 15),
      seekforward: () => seek(here() + 30),
      previoustrack: () => stepChapter(-1),
      nexttrack: () => stepChapter(1),
      seekto: (details) => seek(details.seekTime),
    };
    for (const [name, action] of Object.entries(actions)) {
      try {
        navigator.mediaSession.setActionHandler(name, action);
      } catch {
        // this browser does not know the action
      }
    }
  }

  // ------------------------------------------------------------------ hands

  for (const name of ["listen", "play"]) ui(name).addEventListener("click", toggle);
  ui("back").addEventListener("click", () => seek(here() - 15));
  ui("on").addEventListener("click", () => seek(here() + 30));
  ui("follow").addEventListener("click", () => follow(true));
  ui("start-over").addEventListener("click", () => {
    ui("resumed").hidden = true;
    seek(0);
    play();
  });
  ui("moment").addEventListener("click", (event) => {
    event.preventDefault();
    copyMoment();
  });
  ui("speed").addEventListener("change", (event) => {
    audio.playbackRate = Number(event.target.value);
    audio.defaultPlaybackRate = audio.playbackRate;
    memory.write(speedKey, event.target.value);
  });
  position.addEventListener("input", () => seek(position.valueAsNumber));

  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (link && !link.dataset.ui && secondsOf(link.getAttribute("href")) !== null) {
      event.preventDefault();
      history.replaceState(null, "", link.getAttribute("href"));
      goTo(link.getAttribute("href"), true);
      return;
    }
    const chosen = event.target.closest(".s");
    if (chosen && getSelection().isCollapsed) {
      seek(starts[sentences.indexOf(chosen)]);
      play();
    }
  });
  addEventListener("hashchange", () => goTo(location.hash, !audio.paused));

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    const target = event.target.closest("input, select, textarea, audio") ? "field" : event.target.closest("button, a") ? "button" : "page";
    if (target === "field") return;
    if (event.key === " " && target === "page" && !event.shiftKey) toggle();
    else if (event.key === "ArrowLeft") event.shiftKey ? stepSentence(-1) : seek(here() - 15);
    else if (event.key === "ArrowRight") event.shiftKey ? stepSentence(1) : seek(here() + 30);
    else return;
    event.preventDefault();
  });
  const away = () => audio.paused || follow(false);
  addEventListener("wheel", away, { passive: true });
  addEventListener("touchmove", away, { passive: true });
  addEventListener("keydown", (event) => {
    if (["PageUp", "PageDown", "Home", "End", "ArrowUp", "ArrowDown"].includes(event.key)) away();
  });

  audio.addEventListener("loadedmetadata", () => {
    if (wanted !== null) audio.currentTime = wanted;
    wanted = null;
    position.max = Math.ceil(duration());
    show(here());
  });
  audio.addEventListener("play", () => {
    showState();
    requestAnimationFrame(frame);
  });
  audio.addEventListener("pause", () => {
    showState();
    remember();
  });
  audio.addEventListener("ended", () => memory.write(placeKey, null));
  audio.addEventListener("timeupdate", () => show(here()));
  audio.querySelectorAll("source").forEach((source, index, all) => {
    if (index + 1 === all.length) source.addEventListener("error", missing);
  });
  addEventListener("pagehide", remember);
  setInterval(() => audio.paused || remember(), 5000);

  // ------------------------------------------------------------------ opening the page

  audio.removeAttribute("controls");
  audio.hidden = true;
  bar.hidden = false;
  ui("listen").hidden = false;
  document.documentElement.classList.add("scripted");

  const speed = memory.read(speedKey);
  if (speed && [...ui("speed").options].some((option) => option.value === speed)) {
    ui("speed").value = speed;
    audio.playbackRate = audio.defaultPlaybackRate = Number(speed);
  }
  const arrival = performance.getEntriesByType("navigation")[0];
  const cameBack = arrival && arrival.type !== "navigate";
  const place = Number(memory.read(placeKey));
  show(0);
  if (location.hash && !(cameBack && place)) goTo(location.hash, false);
  else if (place) {
    seek(place);
    ui("resumed-words").textContent = `You left off at ${clock(place)}.`;
    ui("resumed").hidden = false;
  }
  showState();
})();
