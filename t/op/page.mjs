/* The pages a person sees at the development provider: a login form, and
 * the step of logging out that submits itself. Plain HTML without styles
 * from elsewhere, so that it works without network and in any browser. */

const escapes = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
export const escapeHtml = (text) =>
  String(text).replace(/[&<>"]/g, (character) => escapes[character]);

const page = (title, content) => `<!doctype html>
<html lang="fi">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${title}</title>
<style>
  body { font: 1rem/1.5 sans-serif; max-width: 32rem; margin: 3rem auto; padding: 0 1rem; }
  label, input, button { display: block; font: inherit; }
  input, button { margin: .25rem 0 1rem; padding: .4rem; }
  td, th { padding-right: 1rem; text-align: left; }
  [role=alert] { color: #a30000; }
</style>
</head>
<body>
${content}
</body>
</html>
`;

/* The login form. `error` (text or undefined) tells why the previous try
 * failed; `people` are listed so that a developer need not look them up. */
export const loginPage = ({ error, login = '', people }) =>
  page('Kirjaudu – eHOKS-kehitysympäristö', `<main>
<h1>Kirjaudu</h1>
${error ? `<p role="alert">${escapeHtml(error)}</p>` : ''}
<form method="post">
<label for="login">Tunnus</label>
<input id="login" name="login" value="${escapeHtml(login)}" autocomplete="username" required autofocus>
<label for="password">Salasana</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button type="submit">Kirjaudu</button>
</form>
<details>
<summary>Kehitysympäristön tunnukset (salasana on sama kuin tunnus)</summary>
<table>
<tr><th>Tunnus</th><th>Nimi</th><th>Laji</th></tr>
${people.map((person) => `<tr><td>${escapeHtml(person.login)}</td><td>${
    escapeHtml(person.name)}</td><td>${escapeHtml(person.user_type)}</td></tr>`).join('\n')}
</table>
</details>
</main>`);

/* Logging out needs no confirmation here: the application has asked for it.
 * `form` is the provider's own form, with its guard against forgery. */
export const logoutPage = (form) =>
  page('Kirjaudutaan ulos', `<main>
<h1>Kirjaudutaan ulos</h1>
${form}
<noscript><button type="submit" form="op.logoutForm" name="logout" value="yes">Kirjaudu ulos</button></noscript>
<script>
  const form = document.forms[0];
  const answer = form.appendChild(document.createElement('input'));
  answer.type = 'hidden';
  answer.name = 'logout';
  answer.value = 'yes';
  form.submit();
</script>
</main>`);

export const loggedOutPage = () =>
  page('Kirjauduttu ulos', '<main><h1>Kirjauduttu ulos</h1></main>');

export const errorPage = (out) =>
  page('Kirjautuminen ei onnistunut', `<main>
<h1>Kirjautuminen ei onnistunut</h1>
<dl>${Object.entries(out).map(([key, value]) =>
    `<dt>${escapeHtml(key)}</dt><dd>${escapeHtml(value)}</dd>`).join('')}</dl>
</main>`);
