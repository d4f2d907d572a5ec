/** Code that runs in the page, as text. The page can answer what it likes: it lies about nothing but itself. */

const maxElements = 200;

/** Returns what a person could read. */
export const readText =
	'(document.title + "\\n" + location.href + "\\n\\n" + (document.body ? document.body.innerText : "")).slice(0, 200000)';

/** Collects what can be clicked or filled in, in the order of the page. */
export const collectElements = `Array.from(document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, select, [role=button], [role=link]'))
	.filter((one) => one.getClientRects().length > 0).slice(0, ${maxElements})`;

/** Describes the collected elements, a line each. Values of fields are not read: one could be a password. */
export const describeElements = `function () {
	const short = (text) => String(text ?? '').replace(/\\s+/g, ' ').trim().slice(0, 100);
	return this.map((one, index) => {
		const name = short(one.innerText || one.getAttribute('aria-label') || (one.labels && one.labels[0] && one.labels[0].innerText) || one.placeholder || one.name || one.title || one.value);
		const kind = one.tagName === 'A' ? 'link' : one.tagName === 'SELECT' ? 'choice' : one.tagName === 'TEXTAREA' ? 'field' : one.tagName === 'INPUT' ? (/^(button|submit|reset|image)$/.test(one.type) ? 'button' : one.type === 'text' ? 'field' : one.type + ' field') : 'button';
		const more = one.tagName === 'A' ? ' ' + String(one.href).slice(0, 300) : one.tagName === 'SELECT' ? ': ' + Array.from(one.options).slice(0, 30).map((option) => short(option.text)).join(' | ') : '';
		return (index + 1) + '. ' + kind + ' "' + name + '"' + more;
	}).join('\\n');
}`;

/** Clicks an element. A link that would open a window opens in this one. */
export const clickElement = `function (number) {
	const one = this[number - 1];
	if (!one || !one.isConnected) return 'missing';
	one.removeAttribute('target');
	if (one.form) one.form.removeAttribute('target');
	one.scrollIntoView();
	one.click();
	return 'done';
}`;

/** Fills in a field or makes a choice, as frameworks expect it, and sends the form if that is asked. */
export const fillElement = `function (number, text, submit) {
	const one = this[number - 1];
	if (!one || !one.isConnected) return 'missing';
	one.focus();
	if (one.tagName === 'SELECT') {
		const option = Array.from(one.options).find((each) => each.text.trim() === text || each.value === text);
		if (!option) return 'no such choice';
		one.value = option.value;
	} else if (one.tagName === 'INPUT' || one.tagName === 'TEXTAREA') {
		const type = one.tagName === 'INPUT' ? HTMLInputElement : HTMLTextAreaElement;
		Object.getOwnPropertyDescriptor(type.prototype, 'value').set.call(one, text);
	} else return 'not a field';
	one.dispatchEvent(new Event('input', { bubbles: true }));
	one.dispatchEvent(new Event('change', { bubbles: true }));
	if (submit && one.form) { one.form.removeAttribute('target'); one.form.requestSubmit(); }
	return 'done';
}`;
