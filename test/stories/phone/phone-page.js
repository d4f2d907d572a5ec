/** The page of the phone: asks the story for what is new, and tells it what was typed. */
const words = {
	pt: {
		customer: 'Escreva como cliente',
		person: 'Escreva como vendedora, no celular da empresa',
		send: 'Enviar',
		by: { person: 'Pessoa' },
	},
	en: {
		customer: 'Write as the customer',
		person: 'Write as the salesperson, at the company’s phone',
		send: 'Send',
		by: { person: 'Person' },
	},
};
const language = navigator.language.startsWith('pt') ? 'pt' : 'en';
const say = words[language];
const find = (id) => document.getElementById(id);
document.documentElement.lang = language;

for (const author of ['customer', 'person']) {
	const form = find(author);
	const input = find(`${author}-text`);
	input.placeholder = say[author];
	form.querySelector('label').textContent = say[author];
	form.querySelector('button').textContent = say.send;
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		void send({ author, text: input.value });
		input.value = '';
	});
}

let shown = '';
let tries = '';
await refresh();
setInterval(refresh, 400);

async function refresh() {
	const answer = await fetch('/state').catch(() => undefined);
	if (!answer?.ok) return void (find('state').textContent = '✕');
	const text = await answer.text();
	if (text === shown) return;
	shown = text;
	show(JSON.parse(text));
}

function show(state) {
	document.title = find('title').textContent = state.title;
	find('state').textContent = state.status;
	find('messages').replaceChildren(...state.messages.map(toItem));
	find('messages').scrollTop = find('messages').scrollHeight;
	find('panels').replaceChildren(...state.panels.map(toPanel));
	if (JSON.stringify(state.tries) === tries) return;
	tries = JSON.stringify(state.tries);
	find('tries').replaceChildren(...state.tries.map(toButton));
}

function toItem({ author, text }) {
	const item = element('li', { className: author });
	if (say.by[author]) item.append(element('small', { textContent: say.by[author] }));
	item.append(text);
	return item;
}

function toPanel({ title, text }) {
	const panel = document.createElement('section');
	panel.append(element('h2', { textContent: title }), element('pre', { textContent: text }));
	return panel;
}

function toButton({ label, messages }) {
	const button = element('button', { textContent: label });
	button.addEventListener('click', async () => {
		for (const message of messages) await send(message);
	});
	return button;
}

function element(name, properties) {
	return Object.assign(document.createElement(name), properties);
}

function send(message) {
	return fetch('/messages', { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(message) });
}
