/** Code that runs in the page, as text. A page can falsify answers, but only about itself. */

const maxElements = 200;

export const readText =
	'(document.title + "\\n" + location.href + "\\n\\n" + (document.body ? document.body.innerText : "")).slice(0, 200000)';

export const collectElements = `Array.from(document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, select, [role=button], [role=link]'))
	.filter((one) => one.getClientRects().length > 0).slice(0, ${maxElements})`;

/** Describes elements, one per line, without field values: one could be a password. */
export const describeElements = `function () {
	const short = (text) => String(text ?? '').replace(/\\s+/g, ' ').trim().slice(0, 100);
	return this.map((one, index) => {
		const name = short(one.innerText || one.getAttribute('aria-label') || (one.labels && one.labels[0] && one.labels[0].innerText) || one.placeholder || one.name || one.title || one.value);
		const kind = one.tagName === 'A' ? 'link' : one.tagName === 'SELECT' ? 'choice' : one.tagName === 'TEXTAREA' ? 'field' : one.tagName === 'INPUT' ? (/^(button|submit|reset|image)$/.test(one.type) ? 'button' : one.type === 'text' ? 'field' : one.type + ' field') : 'button';
		const more = one.tagName === 'A' ? ' ' + String(one.href).slice(0, 300) : one.tagName === 'SELECT' ? ': ' + Array.from(one.options).slice(0, 30).map((option) => short(option.text)).join(' | ') : '';
		return (index + 1) + '. ' + kind + ' "' + name + '"' + more;
	}).join('\\n');
}`;

export const clickElement = `function (number) {
	const one = this[number - 1];
	if (!one || !one.isConnected) return 'missing';
	one.removeAttribute('target');
	if (one.form) one.form.removeAttribute('target');
	one.scrollIntoView();
	one.click();
	return 'done';
}`;

/** Fills a field or selects, with the events that frameworks expect; optionally submits. */
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
