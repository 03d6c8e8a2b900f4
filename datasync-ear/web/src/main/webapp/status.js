'use strict';
// The status page: counts and facts as the server gives them; nothing is judged here.

const REFRESH_MILLIS = 5000;
const TOKEN = 'datasync-token';
const element = (id) => document.getElementById(id);

function show(id, visible) {
  element(id).hidden = !visible;
}

function problem(text) {
  element('problem').textContent = text;
  show('problem', text !== '');
}

async function call(path, options) {
  const token = sessionStorage.getItem(TOKEN);
  const headers = { Accept: 'application/json' };
  if (token) {
    headers.Authorization = 'Bearer ' + token;
  }
  if (options && options.body) {
    headers['Content-Type'] = 'application/json';
  }
  const response = await fetch(path, Object.assign({}, options, { headers }));
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : JSON.parse(text) };
}

function describe(answer) {
  const body = answer.body || {};
  return (body.detail || 'The server answered ' + answer.status + '.') +
    (body.correlationId ? ' (' + body.code + ', ' + body.correlationId + ')' : '');
}

function table(section) {
  const part = document.createElement('section');
  part.append(Object.assign(document.createElement('h2'), { textContent: section.title }));
  if (section.rows.length > 0) {
    const grid = part.appendChild(document.createElement('table'));
    const head = grid.createTHead().insertRow();
    section.columns.forEach((text, column) => {
      const title = Object.assign(document.createElement('th'), { textContent: text, scope: 'col' });
      title.classList.toggle('number', section.numbers.includes(column));
      head.append(title);
    });
    const body = grid.createTBody();
    for (const row of section.rows) {
      const line = body.insertRow();
      row.forEach((text, column) => {
        const cell = line.insertCell();
        const number = section.numbers.includes(column);
        cell.textContent = number && text !== '-' ? Number(text).toLocaleString('en') : text;
        cell.dataset.label = section.columns[column];
        cell.classList.toggle('number', number);
      });
    }
  }
  return part;
}

async function refreshHealth() {
  const answer = await call('api/health');
  const health = answer.body;
  element('health').textContent = health.status === 'healthy'
    ? 'The server is up for ' + health.uptime + ' s; its database is ' + health.database + '.'
    : 'The server is up, but not ready: ' + (health.failing || []).join(', ') + '.';
}

async function refreshStatus() {
  if (!sessionStorage.getItem(TOKEN)) {
    show('login', true);
    show('status', false);
    return;
  }
  const answer = await call('api/admin/status');
  if (answer.status === 401) {
    sessionStorage.removeItem(TOKEN);
    problem('The session has ended.');
    return refreshStatus();
  }
  if (answer.status !== 200) {
    problem(describe(answer));
    return;
  }
  problem('');
  element('as-of').textContent = 'As of ' + answer.body.asOf.slice(0, 19).replace('T', ' ') + ' UTC.';
  element('tables').replaceChildren(...answer.body.tables.map(table));
  show('login', false);
  show('status', true);
}

async function refresh() {
  try {
    await refreshHealth();
    await refreshStatus();
  } catch (failure) {
    element('health').textContent = 'The server does not answer.';
  }
}

element('login').addEventListener('submit', async (event) => {
  event.preventDefault();
  const body = JSON.stringify({ user: element('user').value, password: element('password').value });
  const answer = await call('api/admin/login', { method: 'POST', body });
  element('password').value = '';
  if (answer.status !== 200) {
    problem(describe(answer));
    return;
  }
  problem('');
  sessionStorage.setItem(TOKEN, answer.body.token);
  await refresh();
});

element('logout').addEventListener('click', async () => {
  await call('api/admin/logout', { method: 'POST' });
  sessionStorage.removeItem(TOKEN);
  await refresh();
});

refresh();
setInterval(refresh, REFRESH_MILLIS);
