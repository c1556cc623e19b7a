// The bench of a coming edition: stories by keys and by drag, views by keys, frames swapped without a blink.
(() => {
  const bench = () => document.querySelector(".bench");
  const stories = () => [...document.querySelectorAll(".stories > li")];
  const isTyping = target => target.closest("input, textarea, select");
  let marked = null;  // the id of the story that the keys are about

  document.documentElement.classList.add("htmx");

  const mark = story => {
    for (const each of stories()) each.tabIndex = each === story ? 0 : -1;
    if (story) { marked = story.id; story.focus(); }
  };
  const current = () => document.getElementById(marked ?? "") ?? stories()[0];

  const order = ids => {
    const form = document.getElementById("order");
    form.elements.value.value = ids.join(" ");
    htmx.trigger(form, "submit");
  };

  // --- keys -------------------------------------------------------------------------
  const OF_STORIES = {p: "p", x: "x", l: "l"};
  const WIDTHS = [320, 600, 1200];

  const press = (within, key) => {
    const found = within?.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (found) found.click();
    return Boolean(found);
  };
  const step = by => {
    const all = stories(), place = all.indexOf(current());
    mark(all[Math.min(Math.max(place + (marked ? by : 0), 0), all.length - 1)]);
  };
  const widen = by => {
    const shown = [...document.querySelectorAll(".frames iframe")].map(frame => Number(/w(\d+)/.exec(frame.className)[1]));
    const next = WIDTHS[WIDTHS.indexOf(Math.max(...shown)) + by];
    if (!next) return;
    const address = new URL(location);
    address.searchParams.delete("width");
    address.searchParams.append("width", next);
    htmx.ajax("GET", address.pathname + address.search, {target: "#mail", select: "#mail", swap: "outerHTML"});
    history.replaceState(history.state, "", address);
  };

  addEventListener("keydown", event => {
    if (!bench() || isTyping(event.target) || event.ctrlKey || event.metaKey) return;
    const {key} = event;
    let isOurs = true;
    if (event.altKey) isOurs = ["ArrowUp", "ArrowDown"].includes(key) && press(current(), key === "ArrowUp" ? "up" : "down");
    else if (key === "j" || key === "k") step(key === "j" ? 1 : -1);
    else if (key === "[" || key === "]") widen(key === "[" ? -1 : 1);
    else if (key in OF_STORIES) isOurs = press(current(), OF_STORIES[key]);
    else isOurs = press(bench(), key);
    if (isOurs) event.preventDefault();
  });
  addEventListener("focusin", event => {
    const story = event.target.closest?.(".stories > li");
    if (story) marked = story.id;
  });

  // --- from a finding to its words -----------------------------------------------------
  addEventListener("click", event => {
    const words = event.target.closest?.("[data-find]")?.dataset.find;
    if (words) document.querySelector(".frames iframe")?.contentWindow.postMessage({find: words}, "*");
  });

  // --- drag -------------------------------------------------------------------------
  let dragged = null;
  const over = event => event.target.closest?.(".stories > li");
  addEventListener("dragstart", event => {
    dragged = over(event);
    if (!dragged) return;
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  addEventListener("dragover", event => {
    const story = over(event);
    if (!dragged || !story) return;
    event.preventDefault();
    for (const each of stories()) each.classList.toggle("dropping", each === story && each !== dragged);
  });
  addEventListener("drop", event => {
    const story = over(event);
    if (!dragged || !story || story === dragged) return;
    event.preventDefault();
    const all = stories(), from = all.indexOf(dragged), to = all.indexOf(story);
    const ids = all.map(each => each.dataset.article);
    ids.splice(to, 0, ...ids.splice(from, 1));
    marked = dragged.id;
    order(ids);
  });
  addEventListener("dragend", () => {
    for (const each of stories()) each.classList.remove("dropping", "dragged");
    dragged = null;
  });

  // --- one act after another ----------------------------------------------------------
  // Each act says which version its author saw. So the next one waits for the answer to the one before, and an answer
  // takes nothing away that is typed and not saved. Where it tells of another's act, the text still says which version
  // its author saw, so that both are told apart.
  const texts = () => [...document.querySelectorAll("form[data-saves] [name=value]")];
  const isUnsaved = field => field.value !== field.defaultValue && field.form.sending !== field.value;
  const save = field => { if (isUnsaved(field)) htmx.trigger(field.form, "submit"); };
  const keyOf = form => `${form.getAttribute("hx-post")} ${new URLSearchParams([...new FormData(form)].filter(([name]) => name !== "version"))}`;
  let isBusy = false, isRefused = false, waiting = null, kept = [], stoodAt = 0;
  // What was sent and refused is as unsaved as if it had not been.
  const refused = () => {
    isRefused = true;
    waiting = null;
    for (const field of texts()) field.form.sending = null;
  };

  addEventListener("focusout", event => { if (texts().includes(event.target)) save(event.target); });
  addEventListener("htmx:beforeRequest", event => {
    const form = event.target;
    // A finding is accepted of words, whatever the version.
    if (!form.matches?.("form[hx-post]") || form.closest("#findings")) return;
    if (isBusy) {
      waiting = keyOf(form);
      event.preventDefault();
      return;
    }
    isBusy = true;
    if ("saves" in form.dataset) form.sending = form.elements.value.value;
  });
  addEventListener("htmx:beforeSwap", event => {
    if (event.target.id !== "stories") return;
    isRefused = false;
    stoodAt = event.target.getBoundingClientRect().top;
    if (event.detail.xhr.status >= 400) refused();
    const isOwn = event.detail.requestConfig?.elt?.id !== "refresh";
    kept = texts().filter(isUnsaved).map(field => ({
      id: field.id,
      value: field.value,
      at: field === document.activeElement ? field.selectionStart : null,
      version: isOwn ? null : field.form.elements.version.value,
    }));
  });
  addEventListener("htmx:afterSwap", event => {
    if (event.target.id !== "stories") return;
    for (const {id, value, at, version} of kept) {
      const field = document.getElementById(id);
      if (!field) continue;
      field.value = value;
      if (version) field.form.elements.version.value = version;
      if (at === null) continue;
      field.focus();
      field.setSelectionRange(at, at);
    }
    kept = [];
    // The old stories and the new ones stand there together for a moment: a browser scrolls along with the old ones.
    scrollBy({top: document.getElementById("stories").getBoundingClientRect().top - stoodAt, behavior: "instant"});
  });
  const goOn = () => {
    isBusy = false;
    if (isRefused) return;
    const form = waiting && [...document.querySelectorAll("form[hx-post]")].find(each => keyOf(each) === waiting);
    waiting = null;
    if (form) htmx.trigger(form, "submit");
    else texts().filter(field => field !== document.activeElement).forEach(save);
  };
  addEventListener("htmx:afterSettle", event => { if (event.target.id === "stories") goOn(); });
  addEventListener("desk:refused", () => { isBusy = false; refused(); });
  for (const name of ["htmx:sendError", "htmx:sendAbort", "htmx:timeout"]) addEventListener(name, () => { isBusy = false; });

  // --- gauges -----------------------------------------------------------------------
  addEventListener("input", event => {
    const most = event.target.dataset?.gauge;
    if (!most) return;
    const length = [...(event.target.value || event.target.placeholder)].length;
    document.getElementById(`${event.target.id}-gauge`).textContent = `${length} characters; a phone shows about ${most}`;
  });

  // --- frames -----------------------------------------------------------------------
  // What is made anew is asked for once, and given to the frames that are open: the one that is seen most first, the
  // others when it has been drawn. A frame that is still loading has it when it has told how tall it is.
  let asked = 0, given = 0;
  const seen = frame => {
    const {top, bottom, left, right} = frame.getBoundingClientRect();
    return Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0)) * Math.max(0, Math.min(right, innerWidth) - Math.max(left, 0));
  };
  const give = (frame, html) => {
    const post = () => frame.contentWindow?.postMessage({html}, "*");
    if (frame.dataset.height) post();
    else frame.addEventListener("desk:ready", post, {once: true});
  };
  const MOST_TO_DRAW = 500;  // milliseconds
  const drawn = frame => new Promise(done => {
    frame.addEventListener("desk:ready", () => requestAnimationFrame(() => requestAnimationFrame(done)), {once: true});
    setTimeout(done, MOST_TO_DRAW);
  });
  // Where there is no frame yet, or none any more, and where the text part or the source is shown, the part is made anew.
  const remake = () => htmx.ajax("GET", location.pathname + location.search, {target: "#mail", select: "#mail", swap: "outerHTML"});
  const repaint = async () => {
    const address = document.querySelector(".frames iframe")?.getAttribute("src");
    if (!address) {
      remake();
      return;
    }
    const number = ++asked;
    const answer = await fetch(address).catch(() => null);
    const html = answer?.ok && await answer.text();
    if (!answer?.ok || number < given) return;
    given = number;
    if (!html) {
      remake();
      return;
    }
    const frames = [...document.querySelectorAll(".frames iframe")].filter(frame => frame.getAttribute("src") === address);
    const [first, ...others] = frames.sort((one, other) => seen(other) - seen(one));
    if (!first) return;
    const isDrawn = drawn(first);
    give(first, html);
    await isDrawn;
    if (number === given) for (const frame of others) give(frame, html);
  };
  const refresh = () => {
    const form = document.getElementById("refresh");
    if (form) htmx.trigger(form, "refresh");
  };
  // What was saved is seen first; what is said of it, a little later, changes no frame once more.
  const isRefreshed = event => event.detail.requestConfig?.elt?.id === "refresh";
  // Another editor's act, or a story that was stored, changes what the mail says.
  let stateBefore;
  addEventListener("htmx:beforeSwap", event => { if (event.target.id === "stories") stateBefore = event.target.dataset.state; });
  addEventListener("htmx:afterSwap", event => {
    if (event.target.id === "stories" && (!isRefreshed(event) || event.target.dataset.state !== stateBefore)) repaint();
  });
  addEventListener("htmx:afterSettle", () => {
    const story = marked && document.getElementById(marked);
    if (story && (document.activeElement === document.body || !document.activeElement)) mark(story);
  });
  let refreshing;
  const refreshSoon = () => {
    clearTimeout(refreshing);
    refreshing = setTimeout(refresh, 250);
  };
  document.addEventListener("desk:repaint", () => {
    if (!bench()) return;
    repaint();
    refreshSoon();
  });
  document.addEventListener("desk:today", () => { if (bench()) refreshSoon(); });
})();
