/*
 * What pages do beyond HTML. Everything here only adds: without it each page still works.
 * Hooks are data attributes; words come from the page, so that they are translated there.
 */

const root = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
root.classList.add("js");

/* modes: large print and night, kept in a cookie so that the server draws them next time */
for (const form of all("[data-modes]")) {
  form.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    event.preventDefault();
    const on = root.classList.toggle(button.value);
    button.setAttribute("aria-pressed", String(on));
    document.cookie = `${button.value}=${on ? 1 : 0}; path=/; max-age=31536000; samesite=lax`;
    const paper = getComputedStyle(root).getPropertyValue("--paper").trim();
    document.querySelector("meta[name=theme-color]")?.setAttribute("content", paper);
  });
}

/* every form that changes something is sent once, however often a thick finger taps */
document.addEventListener("submit", (event) => {
  const form = event.target;
  const method = event.submitter?.getAttribute("formmethod") ?? form.method;
  if (event.defaultPrevented || method !== "post") return;
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  form.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of all("form[data-sent]")) {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  }
});

/* what to mend comes first: the summary of errors takes the focus */
document.querySelector("#errors[data-focus]")?.focus();

/* a form in steps: one question a screen, the back key of the phone goes one step back */
for (const form of all("form[data-steps]")) stepThrough(form);

function stepThrough(form) {
  const parts = all("[data-step]", form);
  const prev = document.querySelector("[data-prev]");
  const next = document.querySelector("[data-next-step]");
  if (parts.length < 2 || !next) return;
  const marks = all(".steps li", form);
  const last = next.innerHTML;
  const wrong = parts.findIndex((part) => part.querySelector("[aria-invalid=true], .field__err"));
  let here = 0;

  function show(step, remember) {
    here = Math.max(0, Math.min(step, parts.length - 1));
    parts.forEach((part, n) => { part.hidden = n !== here; });
    marks.forEach((mark, n) => {
      mark.classList.toggle("is-done", n < here);
      if (n === here) mark.setAttribute("aria-current", "step");
      else mark.removeAttribute("aria-current");
    });
    const label = parts[here].dataset.next;
    if (label && here < parts.length - 1) next.textContent = label;
    else next.innerHTML = last;
    if (prev) prev.hidden = here === 0;
    if (!remember) return;
    history.pushState({ step: here }, "");
    window.scrollTo(0, 0);
    const heading = parts[here].querySelector("h1, h2, legend");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }

  form.noValidate = true;
  const faulty = (part) => all("input, select, textarea", part).find((one) => !one.checkValidity());
  const onwards = (event) => {
    const lacking = all("[data-missing]", parts[here]).filter(lacks);
    const bad = lacking[0] ?? faulty(parts[here]);
    lacking.forEach(complain);
    if (bad) {
      event.preventDefault();
      return lacking.length ? goTo(bad) : bad.reportValidity();
    }
    if (here < parts.length - 1) {
      event.preventDefault();
      show(here + 1, true);
    }
  };
  next.addEventListener("click", onwards);
  prev?.addEventListener("click", (event) => {
    event.preventDefault();
    history.state?.step ? history.back() : show(here - 1, true);
  });
  window.addEventListener("popstate", (event) => show(event.state?.step ?? 0, false));
  show(Math.max(0, wrong), false);
  history.replaceState({ step: here }, "");
}

/* what a step still lacks, said in the page's own sentence beside the field */
function lacks(one) {
  if (one.closest("[data-unless][hidden]")) return false;
  const elsewhere = one.dataset.or ? all(one.dataset.or, one.form) : [];
  if (elsewhere.some((other) => other.files?.length || other.checked)) return false;
  return one.value.trim().length < Number(one.dataset.least ?? 1);
}

function complain(one) {
  const field = one.closest(".field");
  one.setAttribute("aria-invalid", "true");
  if (field.querySelector(".field__err")) return;
  const line = document.createElement("span");
  line.className = "field__err";
  line.id = `${one.id}_missing`;
  line.setAttribute("role", "alert");
  const icon = document.querySelector("template[data-err-icon]");
  if (icon) line.append(icon.content.cloneNode(true));
  line.append(Object.assign(document.createElement("span"), { textContent: one.dataset.missing }));
  field.append(line);
  one.setAttribute("aria-describedby", `${one.getAttribute("aria-describedby") ?? ""} ${line.id}`.trim());
  const mended = () => {
    if (lacks(one)) return;
    line.remove();
    one.removeAttribute("aria-invalid");
    one.form.removeEventListener("input", mended);
    one.form.removeEventListener("change", mended);
  };
  one.form.addEventListener("input", mended);
  one.form.addEventListener("change", mended);
}

function goTo(one) {
  const place = one.disabled ? one.closest(".field").querySelector("select") : one;
  place.focus();
  place.scrollIntoView({ block: "center" });
}

/*
 * What a resident writes stays on the resident's own device for a week; secrets and files never
 * do. Nobody who has not sent it has said it: it does not reach the server before. Whoever is
 * signed in has drafts on the server instead (drafts.js), and leaves nothing in a browser.
 */
for (const form of all("form[data-draft]")) keepDraft(form);
for (const done of all("[data-draft-clear]")) localStorage.removeItem(`draft:${done.dataset.draftClear}`);

/* township, then village: one long select becomes two short ones */
for (const whole of all("select[data-two-level]")) splitInTwo(whole);

function splitInTwo(whole) {
  const groups = all("optgroup", whole);
  if (groups.length < 2) return;
  const first = document.createElement("select");
  first.className = whole.className;
  first.setAttribute("aria-label", whole.dataset.twoLevel);
  const empty = all("option", whole).find((option) => option.value === "");
  groups.forEach((group, n) => first.add(new Option(group.label, n)));
  if (empty) first.add(new Option(whole.dataset.twoLevel, ""), 0);
  const frame = document.createElement("div");
  frame.className = "two";
  whole.before(frame);
  frame.append(first, whole);
  const chosen = groups.findIndex((group) => group.querySelector(":checked"));
  first.value = chosen < 0 ? (empty ? "" : "0") : String(chosen);

  function narrow(keep) {
    whole.replaceChildren(...(empty ? [empty] : []));
    if (first.value !== "") whole.append(...groups[Number(first.value)].children);
    groups.forEach((group, n) => { if (String(n) !== first.value) restore(group, n); });
    if (!keep) whole.selectedIndex = 0;
    whole.disabled = first.value === "";
  }
  const held = groups.map((group) => [...group.children]);
  const restore = (group, n) => group.append(...held[n]);
  narrow(chosen >= 0);
  first.addEventListener("change", () => {
    narrow(false);
    whole.dispatchEvent(new Event("change", { bubbles: true }));
  });
}

/* a text that suits a choice: its words change with the choice until somebody writes own ones */
for (const text of all("textarea[data-suits]")) {
  const words = JSON.parse(text.dataset.words);
  text.form.addEventListener("change", (event) => {
    if (event.target.name !== text.dataset.suits) return;
    const own = text.value.trim();
    if (!own || Object.values(words).includes(own)) text.value = words[event.target.value] ?? "";
  });
}

/* a choice that follows another one: the deputies of the village; what the scripts do, a button does without */
for (const button of all("[data-no-js]")) button.remove();
for (const place of all("[data-follows]")) follow(place);

function follow(place) {
  const form = place.closest("form");
  const leader = form.elements[place.dataset.follows];
  let asked = 0;
  async function fill() {
    const own = place.querySelector("select");
    const turn = (asked += 1);
    const question = new URLSearchParams({ part: place.dataset.part, [place.dataset.as]: leader.value, [own.name]: own.dataset.wanted ?? own.value });
    try {
      const answer = await fetch(`${location.pathname}?${question}`);
      const words = await answer.text();
      if (answer.ok && turn === asked) place.innerHTML = words;
    } catch { /* no net: the list stays as it is */ }
  }
  leader.addEventListener("change", fill);
  if (leader.value !== place.dataset.of) fill();
}

/* what another choice makes needless is not shown: data-unless="name=value" */
for (const part of all("[data-unless]")) {
  const [name, value] = part.dataset.unless.split("=");
  const form = part.closest("form");
  const look = () => { part.hidden = new FormData(form).get(name) === value; };
  form.addEventListener("change", look);
  look();
}

function keepDraft(form) {
  const place = `draft:${form.dataset.draft}`;
  const fit = (one) => one.name && !one.closest("[data-private]")
    && !["password", "file", "hidden", "submit"].includes(one.type);
  const kept = () => [...form.elements].filter(fit);
  try {
    const { at, values } = JSON.parse(localStorage.getItem(place) ?? "{}");
    const fresh = at && Date.now() - at < 7 * 864e5 && !form.querySelector(".field__err");
    if (fresh) for (const one of kept()) restore(one, values);
    if (at && !fresh) localStorage.removeItem(place);
  } catch { localStorage.removeItem(place); }

  function restore(one, values) {
    if (!(one.name in values)) return;
    const value = values[one.name];
    if (["checkbox", "radio"].includes(one.type)) one.checked = value.includes(one.value);
    else if (!one.value && value[0]) {
      one.value = value[0];
      if (one.value !== value[0]) one.selectedIndex = 0;
      if (one.value !== value[0]) one.dataset.wanted = value[0];
    }
  }
  let waiting;
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      const values = {};
      for (const one of kept()) {
        const held = (values[one.name] ??= []);
        if (!["checkbox", "radio"].includes(one.type) || one.checked) held.push(one.value);
      }
      try { localStorage.setItem(place, JSON.stringify({ at: Date.now(), values })); } catch { /* full */ }
    }, 600);
  });
}

/* keys: J K move, X chooses, Enter opens, / searches, ? explains, and any data-key */
const typing = (target) => target.closest?.("input:not([type=checkbox]), textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape" && typing(event.target)) return event.target.blur();
  if (typing(event.target) || document.querySelector("dialog[open]")) return;
  const key = event.key.toLowerCase();
  const acted = key === "/" ? search() : key === "?" ? openDialog("keys") : walk(key) || press(key);
  if (acted) event.preventDefault();
});

function search() {
  const field = document.querySelector("[data-search]") ?? document.querySelector("input[type=search]");
  field?.focus();
  field?.select();
  return Boolean(field);
}

function walk(key) {
  const table = document.querySelector("table[data-keys]");
  if (!table || !["j", "k", "x"].includes(key)) return false;
  const rows = all("tbody tr", table).filter((row) => row.querySelector("a[href]"));
  const at = rows.findIndex((row) => row.classList.contains("is-cur"));
  if (key === "x") {
    rows[at]?.querySelector("input[type=checkbox]")?.click();
    return at >= 0;
  }
  const row = rows[key === "j" ? Math.min(at + 1, rows.length - 1) : Math.max(at - 1, 0)];
  row?.querySelector("a[href]").focus();
  row?.scrollIntoView({ block: "nearest" });
  return Boolean(row);
}

function press(key) {
  const button = all("[data-key]").find((one) => one.dataset.key.toLowerCase() === key && one.offsetParent);
  button?.click();
  return Boolean(button);
}

document.addEventListener("focusin", (event) => {
  const row = event.target.closest("table[data-keys] tbody tr");
  if (!row) return;
  for (const other of all("tr.is-cur", row.closest("table"))) other.classList.remove("is-cur");
  row.classList.add("is-cur");
});

/* choosing rows: the bar of batch moves shows while something is chosen */
document.addEventListener("change", (event) => {
  const box = event.target;
  if (box.matches("[data-check-all]")) {
    for (const one of all(`input[type=checkbox][name="${box.dataset.checkAll}"]`)) one.checked = box.checked;
  }
  if (box.type === "checkbox") countChosen();
  if (box.form?.matches("[data-auto]") && box.matches("select")) box.form.requestSubmit();
});

function countChosen() {
  for (const bar of all("[data-bulk]")) {
    const boxes = all(`input[type=checkbox][name="${bar.dataset.bulk}"]`);
    const chosen = boxes.filter((one) => one.checked).length;
    for (const one of boxes) one.closest("tr")?.classList.toggle("is-sel", one.checked);
    for (const number of all("[data-count]", bar)) number.textContent = chosen;
    bar.hidden = chosen === 0;
  }
}
countChosen();

/* copying, printing, dialogs */
document.addEventListener("click", async (event) => {
  const hook = event.target.closest?.("[data-copy], [data-print], [data-opens], [data-closes], [data-uncheck]");
  if (!hook) return;
  if (hook.matches("[data-copy]")) return copy(hook);
  if (hook.matches("[data-print]")) return window.print();
  if (hook.matches("[data-uncheck]")) {
    for (const one of all("input[type=checkbox]:checked")) one.checked = false;
    return countChosen();
  }
  const done = hook.matches("[data-opens]") ? openDialog(hook.dataset.opens) : closeDialog(hook);
  if (done) event.preventDefault();
});

function openDialog(id) {
  const dialog = document.getElementById(id);
  if (!dialog?.showModal || dialog.open) return false;
  dialog.showModal();
  return true;
}

function closeDialog(hook) {
  const dialog = hook.closest("dialog");
  if (!dialog?.open) return false;
  dialog.close();
  return true;
}

async function copy(button) {
  const text = button.dataset.copy;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  say(button.dataset.done);
}

/* one quiet voice for screen readers and, for a moment, a word on screen */
function say(words) {
  if (!words) return;
  let line = document.querySelector("[data-say]");
  if (!line) {
    line = document.createElement("div");
    line.dataset.say = "";
    line.className = "toast";
    line.setAttribute("role", "status");
    document.body.append(line);
  }
  line.textContent = words;
  line.hidden = false;
  clearTimeout(say.waiting);
  say.waiting = setTimeout(() => { line.hidden = true; }, 2500);
}

/* voice messages: our own button and wave around the browser's player */
for (const frame of all("[data-clip]")) {
  const sound = frame.querySelector("audio");
  const button = frame.querySelector("[data-play]");
  sound.hidden = true;
  button.hidden = false;
  frame.querySelector(".wave")?.removeAttribute("hidden");
  button.addEventListener("click", () => (sound.paused ? sound.play() : sound.pause()));
  const turn = (name) => {
    const use = button.querySelector("use");
    use?.setAttribute("href", use.getAttribute("href").replace(/#.*/, `#i-player-${name}`));
  };
  sound.addEventListener("play", () => turn("pause"));
  sound.addEventListener("pause", () => turn("play"));
  sound.addEventListener("error", () => { sound.hidden = false; button.hidden = true; });
}

/* speaking: where the browser can record, a big button fills the file field; else the field stays */
for (const frame of all("[data-recorder]")) letSpeak(frame);

function letSpeak(frame) {
  const field = frame.querySelector("input[type=file]");
  const button = frame.querySelector("[data-record]");
  const words = frame.querySelector("[data-record-words]");
  const sound = frame.querySelector("[data-record-play]");
  const insecure = frame.querySelector("[data-insecure]");
  if (insecure) insecure.hidden = window.isSecureContext;
  if (!navigator.mediaDevices?.getUserMedia || !window.MediaRecorder || !window.DataTransfer) return;
  const plain = field.closest(".field");
  const show = (able) => {
    button.hidden = words.hidden = !able;
    plain.hidden = able;
  };
  show(true);
  let recorder, ticking;

  button.addEventListener("click", async () => {
    if (recorder?.state === "recording") return recorder.stop();
    let stream;
    try { stream = await navigator.mediaDevices.getUserMedia({ audio: true }); } catch { return show(false); }
    const parts = [];
    recorder = new MediaRecorder(stream);
    recorder.addEventListener("dataavailable", (event) => parts.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(ticking);
      for (const track of stream.getTracks()) track.stop();
      const kind = recorder.mimeType.split(";")[0] || "audio/webm";
      const file = new File(parts, `voice.${kind.includes("mp4") ? "m4a" : kind.split("/")[1]}`, { type: kind });
      const box = new DataTransfer();
      box.items.add(file);
      field.files = box.files;
      sound.src = URL.createObjectURL(file);
      sound.hidden = false;
      button.setAttribute("aria-pressed", "false");
      words.textContent = words.dataset.again;
    });
    recorder.start();
    button.setAttribute("aria-pressed", "true");
    const limit = Number(frame.dataset.recorder);
    let seconds = 0;
    const tell = () => { words.textContent = `${words.dataset.stop} ${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`; };
    tell();
    ticking = setInterval(() => { seconds += 1; tell(); if (seconds >= limit) recorder.stop(); }, 1000);
  });
}
