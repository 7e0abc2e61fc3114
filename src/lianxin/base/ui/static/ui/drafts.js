/*
 * What is typed is kept on the server every ten seconds and on leaving the page, for this seat
 * alone; nothing stays in this browser. When the session ends the words stay on the page, and
 * are saved again as soon as somebody has signed in in another window.
 */

const EVERY = 10_000;
const LIGHT = 60_000; // bytes that a browser sends after the page is gone
const ASK = { Accept: "application/json" };

for (const place of document.querySelectorAll("[data-autosave]")) keepDraft(place);

function keepDraft(place) {
  const form = place.closest("form");
  const address = place.dataset.autosave;
  const note = form.querySelector("[data-draft-words]");
  let held = "unsaved" in place.dataset ? null : print();
  let trouble = "";
  let saving = null;
  let sent = false;

  function typed() {
    const apart = [...form.elements].filter((one) => ["hidden", "password", "file"].includes(one.type));
    const names = new Set(apart.map((one) => one.name));
    return [...new FormData(form)].filter(([name, value]) => !names.has(name) && typeof value === "string");
  }

  function print() {
    return JSON.stringify(typed());
  }

  function tell(now) {
    trouble = now;
    if (note) note.parentElement.hidden = Boolean(now);
    for (const one of place.querySelectorAll("[data-draft-case]")) one.hidden = one.dataset.draftCase !== now;
  }

  async function save(leaving = false) {
    if (sent || trouble === "used") return;
    if (saving) await saving;
    const now = print();
    if (now === held) return;
    saving = send(now, leaving);
    await saving;
    saving = null;
  }

  async function send(now, leaving, again = true) {
    const body = new FormData();
    for (const [name, value] of typed()) body.append(name, value);
    for (const name of ["csrfmiddlewaretoken", "draft"]) body.append(name, form.elements[name].value);
    const keepalive = leaving && new TextEncoder().encode(now).length < LIGHT;
    let answer;
    try {
      answer = await fetch(address, { method: "POST", body, headers: ASK, keepalive });
    } catch {
      return tell("offline");
    }
    const said = await answer.json().catch(() => null);
    if (answer.ok && said) {
      held = now;
      tell("");
      if (note) note.textContent = place.dataset.saved.replace("%(time)s", said.at);
    } else if (answer.status === 401) tell("ended");
    else if (answer.status === 403 && !said) {
      if (again && (await renew())) return send(now, leaving, false);
      tell("offline");
    } else tell({ 403: "other", 409: "used", 422: "long", 413: "long" }[answer.status] ?? "offline");
  }

  /* a sign-in gives the browser a new token; pages that were open before have the old one */
  async function renew() {
    const answer = await fetch(address, { headers: ASK }).catch(() => null);
    if (answer?.status === 401) tell("ended");
    const said = answer?.ok ? await answer.json().catch(() => null) : null;
    if (!said?.csrf) return false;
    for (const one of document.querySelectorAll("input[name=csrfmiddlewaretoken]")) one.value = said.csrf;
    return true;
  }

  async function goOn() {
    if (sent) return;
    if (trouble === "ended" && !(await renew())) return;
    await save();
  }

  setInterval(goOn, EVERY);
  window.addEventListener("focus", () => { if (trouble) goOn(); });
  window.addEventListener("online", goOn);
  window.addEventListener("pagehide", () => save(true));
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") save(true);
    else if (trouble) goOn();
  });

  /* nothing is saved behind what is being sent, and nothing is sent that would not arrive */
  form.addEventListener("submit", async (event) => {
    if (sent || event.defaultPrevented) return;
    if (!saving && trouble !== "ended") {
      sent = true;
      return;
    }
    event.preventDefault();
    await saving;
    if (trouble === "ended" && (await renew())) tell("");
    if (trouble === "ended") return place.querySelector("[data-draft-case=ended] a").focus();
    sent = true;
    form.requestSubmit(event.submitter);
  });
  window.addEventListener("pageshow", () => { sent = false; });
}
