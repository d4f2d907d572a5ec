import { setTimeout as pause } from 'node:timers/promises';
import type { DevTools } from './devtools';

/** Code that runs in the page, as text. A page can falsify answers, but only about itself. */

const maxElements = 200;

const readText = '(document.title + "\\n" + location.href + "\\n\\n" + (document.body ? document.body.innerText : "")).slice(0, 200000)';

const collectElements = `Array.from(document.querySelectorAll('a[href], button, input:not([type=hidden]), textarea, select, [role=button], [role=link]'))
	.filter((one) => one.getClientRects().length > 0).slice(0, ${maxElements})`;

/** Describes elements, one per line, without field values: one could be a password. */
const describeElements = `function () {
	const short = (text) => String(text ?? '').replace(/\\s+/g, ' ').trim().slice(0, 100);
	return this.map((one, index) => {
		const name = short(one.innerText || one.getAttribute('aria-label') || (one.labels && one.labels[0] && one.labels[0].innerText) || one.placeholder || one.name || one.title || one.value);
		const kind = one.tagName === 'A' ? 'link' : one.tagName === 'SELECT' ? 'choice' : one.tagName === 'TEXTAREA' ? 'field' : one.tagName === 'INPUT' ? (/^(button|submit|reset|image)$/.test(one.type) ? 'button' : one.type === 'text' ? 'field' : one.type + ' field') : 'button';
		const more = one.tagName === 'A' ? ' ' + String(one.href).slice(0, 300) : one.tagName === 'SELECT' ? ': ' + Array.from(one.options).slice(0, 30).map((option) => short(option.text)).join(' | ') : '';
		return (index + 1) + '. ' + kind + ' "' + name + '"' + more;
	}).join('\\n');
}`;

const clickElement = `function (number) {
	const one = this[number - 1];
	if (!one || !one.isConnected) return 'missing';
	one.removeAttribute('target');
	if (one.form) one.form.removeAttribute('target');
	one.scrollIntoView();
	one.click();
	return 'done';
}`;

/** Fills a field or selects, with the events that frameworks expect; optionally submits. */
const fillElement = `function (number, text, submit) {
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

interface Evaluated {
	result: { value?: unknown; objectId?: string };
	exceptionDetails?: { text: string };
}

/** Poll interval, and number of quiet polls until a page counts as complete. */
const lookMs = 100;
const quietLooks = 4;

export class Page {
	#elements: string | undefined;
	#isLoading = false;

	/** Opens an empty page whose requests wait for the host. */
	static async open(tools: DevTools): Promise<Page> {
		const { targetId } = await tools.send<{ targetId: string }>('Target.createTarget', { url: 'about:blank' });
		const { sessionId } = await tools.send<{ sessionId: string }>('Target.attachToTarget', { targetId, flatten: true });
		const page = new Page(tools, sessionId);
		await tools.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }, sessionId);
		await tools.send('Page.enable', {}, sessionId);
		await tools.send('Browser.setDownloadBehavior', { behavior: 'deny' });
		tools.on('Page.frameStartedLoading', () => (page.#isLoading = true));
		tools.on('Page.frameStoppedLoading', () => (page.#isLoading = false));
		// Nobody can answer dialogs.
		tools.on(
			'Page.javascriptDialogOpening',
			() => void page.#send('Page.handleJavaScriptDialog', { accept: false }).catch(() => undefined),
		);
		return page;
	}

	private constructor(
		private readonly tools: DevTools,
		private readonly session: string,
	) {}

	/** @throws Error with the browser's reason, such as a refused address */
	async open(url: string): Promise<void> {
		if (!/^https?:\/\//i.test(url)) throw new Error('only addresses with http or https can be opened');
		const { errorText } = await this.#send<{ errorText?: string }>('Page.navigate', { url });
		if (errorText !== undefined) throw new Error(explain(errorText));
	}

	async read(): Promise<string> {
		return toText((await this.#evaluate(readText, true)).value);
	}

	async list(): Promise<string> {
		const { objectId } = await this.#evaluate(collectElements, false);
		this.#elements = objectId;
		return toText(await this.#call(describeElements)) || 'The page has no links and fields.';
	}

	async click(element: number): Promise<void> {
		check(await this.#call(clickElement, element));
	}

	async type(element: number, text: string, submit = false): Promise<void> {
		check(await this.#call(fillElement, element, text, submit));
	}

	async takeScreenshot(): Promise<Buffer> {
		const { data } = await this.#send<{ data: string }>('Page.captureScreenshot', { format: 'png' });
		return Buffer.from(data, 'base64');
	}

	/** Waits until the page has loaded and is quiet. */
	async settle(isBusy: () => boolean, signal: AbortSignal): Promise<void> {
		for (let quiet = 0; quiet < quietLooks && !signal.aborted;) {
			await pause(lookMs);
			quiet = this.#isLoading || isBusy() ? 0 : quiet + 1;
		}
	}

	async #evaluate(expression: string, returnByValue: boolean): Promise<Evaluated['result']> {
		return resultOf(await this.#send<Evaluated>('Runtime.evaluate', { expression, returnByValue }));
	}

	async #call(functionDeclaration: string, ...values: unknown[]): Promise<unknown> {
		if (this.#elements === undefined) throw new Error('the page was not listed yet: list it first');
		const called = { functionDeclaration, objectId: this.#elements, arguments: values.map((value) => ({ value })), returnByValue: true };
		try {
			return resultOf(await this.#send<Evaluated>('Runtime.callFunctionOn', called)).value;
		} catch {
			throw new Error('the page has changed since it was listed: list it again');
		}
	}

	#send<Result>(method: string, params: object): Promise<Result> {
		return this.tools.send<Result>(method, params, this.session);
	}
}

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');

function resultOf({ result, exceptionDetails }: Evaluated): Evaluated['result'] {
	if (exceptionDetails) throw new Error(`its code failed: ${String(exceptionDetails.text).slice(0, 200)}`);
	return result;
}

function check(answer: unknown): void {
	if (answer === 'done') return;
	if (answer === 'missing') throw new Error('this element is not on the page any more: list it again');
	throw new Error(answer === 'no such choice' ? 'the list does not have this choice' : 'this element is not a field');
}

const explain = (reason: string) =>
	reason.includes('BLOCKED_BY_CLIENT')
		? 'the request failed, its address is not among the requests of the tool, or it is in a private network'
		: reason;
