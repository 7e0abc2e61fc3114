/*
 * Passkeys: ask the browser to make or to use one, and send what it answers with the form.
 * The options come from the page or, for signing in without a name, from an address.
 */

const bytes = (text) => Uint8Array.from(
  atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0),
);
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const opened = (known) => ({ ...known, id: bytes(known.id) });

function readable({ publicKey }) {
  const read = { ...publicKey, challenge: bytes(publicKey.challenge) };
  if (read.user) read.user = { ...read.user, id: bytes(read.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (read[list]) read[list] = read[list].map(opened);
  }
  return { publicKey: read };
}

function sendable(credential) {
  const response = {};
  for (const part of [
    "clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle",
  ]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    response,
    clientExtensionResults: credential.getClientExtensionResults(),
  });
}

async function ask(form) {
  const { passkey, options, optionsFrom } = form.dataset;
  const given = optionsFrom
    ? (await (await fetch(optionsFrom, { headers: { Accept: "application/json" } })).json()).options
    : JSON.parse(options);
  const credential = await navigator.credentials[passkey](readable(given));
  form.elements.credential.value = sendable(credential);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) {
    if (form.dataset.passkey === "get") form.hidden = true;
    continue;
  }
  form.addEventListener("submit", async (event) => {
    if (form.elements.credential.value) return;
    event.preventDefault();
    event.stopPropagation();
    const note = form.querySelector("[data-passkey-note]");
    try {
      await ask(form);
      form.requestSubmit();
    } catch {
      note.textContent = form.dataset.failed;
      note.hidden = false;
    }
  });
}
