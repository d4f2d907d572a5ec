/** The page of the phone: asks the story for what is new, and tells it what was typed. */
const words = {
	pt: {
		language: 'Idioma',
		lost: 'A história não responde mais. Veja o terminal em que ela foi iniciada.',
		customer: 'Escreva como cliente',
		person: 'Escreva como vendedora',
		send: 'Enviar',
		by: { person: 'Vendedora, no celular da empresa' },
	},
	en: {
		language: 'Language',
		lost: 'The story does not answer any more. Look at the terminal in which you started it.',
		customer: 'Write as the customer',
		person: 'Write as the salesperson',
		send: 'Send',
		by: { person: 'Salesperson, at the company’s phone' },
	},
};
const find = (id) => document.getElementById(id);
const address = new URL(location.href);
let language = address.searchParams.get('language');
if (!Object.hasOwn(words, language)) language = navigator.language.startsWith('pt') ? 'pt' : 'en';
let say = words[language];
let shown = '';
let tries = '';

const choice = find('language');
choice.addEventListener('change', () => {
	language = choice.value;
	address.searchParams.set('language', language);
	history.replaceState(null, '', address);
	speak();
	void refresh();
});
speak();

/** Puts the page's own texts into the language. */
function speak() {
	say = words[language];
	shown = tries = '';
	choice.value = document.documentElement.lang = language;
	choice.setAttribute('aria-label', say.language);
	for (const author of ['customer', 'person']) {
		const form = find(author);
		find(`${author}-text`).placeholder = form.querySelector('label').textContent = say[author];
		form.querySelector('button').textContent = say.send;
	}
}

for (const author of ['customer', 'person']) {
	const form = find(author);
	const input = find(`${author}-text`);
	form.addEventListener('submit', (event) => {
		event.preventDefault();
		void send({ author, text: input.value });
		input.value = '';
	});
}

await refresh();
setInterval(refresh, 400);

async function refresh() {
	const asked = language;
	const answer = await fetch(`/state?language=${asked}`).catch(() => undefined);
	const text = answer?.ok ? await answer.text().catch(() => undefined) : undefined;
	// The language was changed while the answer came.
	if (asked !== language || text === shown) return;
	if (text === undefined) {
		shown = '';
		find('state').textContent = say.lost;
		return;
	}
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
	return fetch(`/messages?language=${language}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(message),
	});
}
