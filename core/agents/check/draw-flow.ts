import { escapeHtml } from '../../base/text/escape-html';
import { type AgentFlow, type Barrier, type FlowEffect, type FlowMap, type FlowSource, listEntering } from './flow-map';

const width = 1180;
const left = 20;
const middle = 420;
const right = 800;
const box = 360;
const row = 46;
const gap = 14;
const strokes: Record<Barrier, { colour: string; dash: string; label: string }> = {
	nothing: { colour: '#c00000', dash: '', label: 'NOTHING between' },
	rule: { colour: '#b45f06', dash: '9 3', label: 'a rule alone' },
	values: { colour: '#0b5394', dash: '6 4', label: 'asks about values of others' },
	strict: { colour: '#0b5394', dash: '2 3', label: 'refuses values of others' },
	person: { colour: '#38761d', dash: '2 5', label: 'a person is asked' },
	denied: { colour: '#666666', dash: '1 7', label: 'refused' },
};
const ownRules = { colour: '#222222', dash: '', label: 'its own rules' };
const maxText = 52;

/** Draws a map as SVG: incoming texts left, calls right, barriers on each way. */
export function drawFlow({ agents }: FlowMap): string {
	let top = gap;
	const parts = agents.map((agent) => {
		const drawn = drawAgent(agent, top);
		top += heightOf(agent) + gap * 2;
		return drawn;
	});
	const title = escapeHtml(`Texts of others and effects of ${agents[0]?.id ?? ''}`);
	return [
		`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${top}" role="img" aria-label="${title}" font-family="sans-serif" font-size="13">`,
		`<title>${title}</title><rect width="${width}" height="${top}" fill="#ffffff"/>`,
		...parts,
		'</svg>',
	].join('\n');
}

const heightOf = (agent: AgentFlow): number => Math.max(1, listEntering(agent).length, agent.effects.length) * (row + gap);

function drawAgent(agent: AgentFlow, top: number): string {
	const height = heightOf(agent);
	const centre = top + height / 2;
	const place = (count: number, index: number) => top + (height / count) * (index + 0.5);
	const { effects } = agent;
	const sources = listEntering(agent);
	return [
		...sources.map((source, index) => drawSource(source, place(sources.length, index), centre)),
		...effects.map((effect, index) => drawEffect(effect, place(effects.length, index), centre)),
		drawBox(middle, centre, 200, [agent.id, agent.isUnread ? 'cannot be read' : describeCallers(agent)], '#222222', ''),
	].join('\n');
}

const describeCallers = ({ calledBy }: AgentFlow): string => (calledBy.length === 0 ? 'agent' : `called by ${calledBy.join(', ')}`);

function drawSource({ name, kind, trusted, note }: FlowSource, y: number, centre: number): string {
	const colour = trusted ? '#38761d' : '#c00000';
	const line = `<path d="M${left + box - 60} ${y}L${middle} ${centre}" stroke="${colour}" stroke-width="1.5"${trusted ? ' stroke-dasharray="2 5"' : ''} fill="none"/>`;
	return (
		line +
		drawBox(
			left,
			y,
			box - 60,
			[name, [kind, trusted ? 'trusted' : 'of others', ...(note === undefined ? [] : [note])].join(', ')],
			colour,
			'',
		)
	);
}

function drawEffect({ tool, effect, tells, calls, isConnected, barrier, ways }: FlowEffect, y: number, centre: number): string {
	const { colour, dash, label } = calls !== undefined && barrier === 'nothing' ? ownRules : strokes[barrier];
	const said =
		calls === undefined
			? isConnected
				? 'connected by the host'
				: tells
					? 'reads, and tells others its arguments'
					: effect
			: `agent ${calls}, ${effect}`;
	const line = `<path d="M${middle + 200} ${centre}L${right} ${y}" stroke="${colour}" stroke-width="${colour === strokes.nothing.colour ? 4 : 2}" stroke-dasharray="${dash}" fill="none"/>`;
	const between = ways.map((way) => way.between).join('; or ');
	return line + drawBox(right, y, box, [`${tool}: ${label}`, said], colour, between);
}

function drawBox(x: number, y: number, wide: number, [first = '', second = '']: string[], colour: string, hint: string): string {
	const write = (text: string, at: number, weight: string) =>
		`<text x="${x + 10}" y="${at}" font-weight="${weight}">${escapeHtml(text.length > maxText ? `${text.slice(0, maxText)}…` : text)}</text>`;
	return [
		'<g>',
		...(hint === '' ? [] : [`<title>${escapeHtml(hint)}</title>`]),
		`<rect x="${x}" y="${y - row / 2}" width="${wide}" height="${row}" rx="4" fill="#ffffff" stroke="${colour}"/>`,
		write(first, y - 4, 'bold'),
		write(second, y + 14, 'normal'),
		'</g>',
	].join('');
}
