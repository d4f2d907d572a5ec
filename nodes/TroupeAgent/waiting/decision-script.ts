import { hash } from 'node:crypto';
import { pageMark } from './form-address';

/** Sends the form once, and translates n8n's JSON answer if the execution has already continued. Without the script, the browser sends the form. */
export const decisionScript = `
let sends = true;
document.addEventListener('submit', async (event) => {
	if (!sends) return;
	event.preventDefault();
	const form = event.target;
	const body = new URLSearchParams(new FormData(form, event.submitter));
	const buttons = form.querySelectorAll('button');
	for (const button of buttons) button.disabled = true;
	const say = (text) => {
		const note = document.createElement('p');
		note.setAttribute('role', 'alert');
		note.textContent = text;
		return note;
	};
	try {
		const answer = await fetch(location.href.replace(/&?${pageMark}/, ''), { method: 'POST', body });
		const isPage = (answer.headers.get('content-type') || '').includes('html');
		const page = isPage && new DOMParser().parseFromString(await answer.text(), 'text/html').querySelector('main');
		if (page) document.querySelector('main').replaceWith(page);
		else if (answer.status === 409) form.replaceWith(say(form.dataset.decided));
		else form.replaceWith(say(form.dataset.failed));
	} catch {
		sends = false;
		for (const button of buttons) button.disabled = false;
		form.prepend(say(form.dataset.unsent));
	}
});
`;

/** For the Content-Security-Policy: no other script runs in the page. */
export const decisionScriptSource = `'sha256-${hash('sha256', decisionScript, 'base64')}'`;
