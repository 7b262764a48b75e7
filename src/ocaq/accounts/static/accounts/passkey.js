// Keeping a passkey and signing in with one. Without this script a code by mail does the same.

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
const described = (list) => (list || []).map((one) => ({ ...one, id: toBytes(one.id) }));

function asJson(credential) {
  const { response } = credential;
  const parts = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) parts[name] = toText(response[name]);
  }
  if (response.getTransports) parts.transports = response.getTransports();
  return {
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: parts,
  };
}

async function keep() {
  const { publicKey } = JSON.parse(document.getElementById("passkey-options").textContent).creation_options;
  return navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: described(publicKey.excludeCredentials),
      authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  });
}

async function signIn(form) {
  const answer = await fetch(form.dataset.options, {
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
  });
  if (!answer.ok) throw new TypeError("no options");
  const { publicKey } = (await answer.json()).request_options;
  return navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: described(publicKey.allowCredentials),
      userVerification: "required",
    },
  });
}

const TROUBLE = { InvalidStateError: "known", SecurityError: "place", TypeError: "line" };

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  const button = form.querySelector("button");
  button.hidden = false;
  const part = form.closest("[data-passkey-part]");
  if (part) part.hidden = false;
  for (const note of form.querySelectorAll("[data-without]")) note.hidden = true;
  const say = (trouble) => {
    for (const note of form.querySelectorAll("[data-trouble]")) note.hidden = note.dataset.trouble !== trouble;
  };
  const ask = async (event) => {
    event.preventDefault();
    say("");
    button.disabled = true;
    try {
      const credential = await (form.dataset.passkey === "keep" ? keep() : signIn(form));
      form.elements.credential.value = JSON.stringify(asJson(credential));
      form.submit();
    } catch (error) {
      say(TROUBLE[error.name] || "stopped");
      button.disabled = false;
    }
  };
  button.addEventListener("click", ask);
  // Enter in the name field would send the form without a passkey.
  form.addEventListener("submit", ask);
}
