// One stream for a page that is seen, none for one that is hidden: a browser opens six connections to a host.
(() => {
  const tell = (name, detail) => document.dispatchEvent(new CustomEvent(`desk:${name}`, {detail}));
  let stream, later, version = document.body.dataset.version;

  // What was saved is seen first; what is said of it is asked for after that, once for events that come together.
  const NOTES_AFTER = 150;  // milliseconds
  let noting;
  const noteSoon = () => {
    clearTimeout(noting);
    noting = setTimeout(() => tell("notes", {}), NOTES_AFTER);
  };
  const hear = event => {
    const detail = JSON.parse(event.data);
    version = detail.version ?? version;
    tell(event.type, detail);
    if (event.type !== "sending") noteSoon();
  };
  // A page that was away, or was made before this stream began, may have missed something.
  const compare = event => {
    const now = JSON.parse(event.data).version;
    if (now === version) return;
    version = now;
    tell("repaint", {what: "again"});
    tell("today", {});
    noteSoon();
  };
  const open = () => {
    if (stream || document.hidden || !version) return;
    stream = new EventSource("/live");
    stream.addEventListener("now", compare);
    for (const name of ["repaint", "broken", "mended", "sending", "today"]) stream.addEventListener(name, hear);
    stream.addEventListener("error", () => {
      if (stream?.readyState !== EventSource.CLOSED) return;
      close();
      later = setTimeout(open, 10000);
    });
  };
  const close = () => {
    clearTimeout(later);
    stream?.close();
    stream = undefined;
  };
  // The first page is made anew when something on it changed, unless somebody's keys are just on it.
  document.addEventListener("desk:today", () => {
    const isAtIt = document.querySelector("main")?.contains(document.activeElement);
    if (location.pathname === "/" && !isAtIt) htmx.ajax("GET", "/", {target: "main", select: "main", swap: "outerHTML"});
  });

  // So is an edition's page when the edition is in another state: what can be done with it is something else then.
  const stateOf = part => part.querySelector("[data-state]")?.dataset.state;
  let stateBefore;
  document.addEventListener("htmx:beforeSwap", event => { if (event.target.id === "progress") stateBefore = stateOf(event.target); });
  document.addEventListener("htmx:afterSwap", event => {
    if (event.target.id !== "progress" || stateOf(event.target) === stateBefore) return;
    htmx.ajax("GET", location.pathname, {target: "main", select: "main", swap: "outerHTML"});
  });

  document.addEventListener("visibilitychange", () => document.hidden ? close() : open());
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
})();
