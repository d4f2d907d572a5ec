import { format, type Messages } from '../messages/messages';
import { heatLevels, type Heat } from '../state/heat';
import { markerOf } from './badges';

export function writeLegend(container: Element, heat: Heat | undefined, messages: Messages): void {
	container.replaceChildren();
	if (!heat || heat.values.size === 0) return;
	const { ownerDocument } = container;
	const figure = ownerDocument.createElement('figure');
	figure.className = 'abpmn-legend';
	figure.setAttribute('lang', messages.language);
	const caption = ownerDocument.createElement('figcaption');
	caption.textContent = format(messages, 'legend', { label: heat.label });
	const list = ownerDocument.createElement('ol');
	for (const { level, from, to, count } of heat.levels) {
		const item = ownerDocument.createElement('li');
		const swatch = ownerDocument.createElement('span');
		swatch.className = `abpmn-swatch ${markerOf(level)}`;
		swatch.setAttribute('aria-hidden', 'true');
		const range = from === to ? from : format(messages, 'legendRange', { from, to });
		item.append(swatch, format(messages, 'legendLevel', { level: String(level), levels: String(heatLevels), range, count }));
		list.append(item);
	}
	figure.append(caption, list);
	container.append(figure);
}

/** Writes the keys of the diagram into the container, as a list of terms. */
export function writeKeys(container: Element, messages: Messages): void {
	const { ownerDocument } = container;
	const list = ownerDocument.createElement('dl');
	list.className = 'abpmn-keys';
	list.setAttribute('lang', messages.language);
	for (const [keys, does] of messages.keys) {
		const term = ownerDocument.createElement('dt');
		term.textContent = keys;
		const description = ownerDocument.createElement('dd');
		description.textContent = does;
		list.append(term, description);
	}
	container.replaceChildren(list);
}

let hints = 0;

/** Adds a hidden description of the keys. */
export function writeHint(container: Element, messages: Messages): HTMLElement {
	const hint = container.ownerDocument.createElement('div');
	hint.className = 'abpmn-hint';
	hint.id = `abpmn-hint-${++hints}`;
	hint.hidden = true;
	hint.lang = messages.language;
	hint.textContent = format(messages, 'keysHint');
	container.append(hint);
	return hint;
}
