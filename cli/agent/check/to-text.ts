import {
	type AgentFlow,
	type Barrier,
	type FlowEffect,
	type FlowMap,
	type FlowPath,
	listEntering,
} from '../../../core/agents/check/flow-map';
import type { LocatedFlaw } from './locate-flaws';
import { countNouns } from '../../terminal/format-text';
import { type Column, tableLines } from '../../terminal/table-lines';
import { printable, type Terminal } from '../../terminal/terminal';

const short: Record<Barrier, string> = {
	nothing: 'NOTHING',
	rule: 'a rule',
	values: 'asks about values',
	strict: 'refuses values',
	person: 'a person',
	denied: 'refused',
};
const ownRules = 'its own rules';
const widest = Math.max(...Object.values(short).map((text) => text.length));

/** A called agent judges its own calls, which follow in the picture. */
const label = ({ barrier, calls }: FlowEffect): string => (calls !== undefined && barrier === 'nothing' ? ownRules : short[barrier]);

interface Row {
	call: string;
	sources: string[];
	barrier: Barrier;
	between: string;
}

const columns: Array<Column<Row>> = [
	{ name: 'call', title: 'call', value: ({ call }) => call },
	{ name: 'from', title: 'texts of others from', value: ({ sources }) => sources.join(', ') },
	{ name: 'barrier', title: 'between', value: ({ barrier }) => short[barrier] },
	{ name: 'words', title: 'in words', value: ({ between }) => between },
];

/** Describes a checked agent: a picture of lines, a table of the ways from texts to calls, and what to change. */
export function toText({ agents, paths, flaws }: FlowMap & { flaws: LocatedFlaw[] }, terminal: Pick<Terminal, 'style'>): string[] {
	const { style } = terminal;
	const rows = groupPaths(paths);
	const colour = ({ barrier }: Row) => (barrier === 'nothing' ? 'red' : barrier === 'rule' ? 'yellow' : undefined);
	const errors = flaws.filter(({ level }) => level === 'error').length;
	const summary = `${countNouns(errors, 'error')}, ${countNouns(flaws.length - errors, 'warning')}`;
	return [
		...agents.flatMap(drawLines),
		...(rows.length === 0 ? ['No text of others reaches a call that matters.'] : tableLines(columns, rows, terminal, colour)),
		...flaws.flatMap(({ level, rule, agent, where, message, fix, place }) => [
			'',
			`${style(level === 'error' ? 'red' : 'yellow', level)}: ${printable(`${agent} ${where}${place ? ` (line ${place.line})` : ''}: ${message}`)}  ${style('dim', rule)}`,
			style('dim', `  fix: ${printable(fix)}`),
		]),
		'',
		style(errors > 0 ? 'red' : flaws.length > 0 ? 'yellow' : 'green', summary),
	];
}

function groupPaths(paths: readonly FlowPath[]): Row[] {
	const grouped = Map.groupBy(paths, ({ effect, barrier, between }) => JSON.stringify([effect.agent, effect.tool, barrier, between]));
	return [...grouped.values()].map((same) => {
		const { effect, barrier, between } = same[0]!;
		const nameSource = ({ source }: FlowPath) => (source.agent === effect.agent ? source.name : `${source.agent}/${source.name}`);
		return { call: `${effect.agent}/${effect.tool}`, sources: [...new Set(same.map(nameSource))], barrier, between };
	});
}

const describe = ({ effect, tells, calls, isConnected }: FlowEffect): string =>
	[
		...(calls === undefined ? [] : ['agent']),
		...(tells ? ['tells others'] : []),
		...(isConnected ? ['connected by the host'] : tells ? [] : [effect]),
	].join(', ');

/** Draws an agent with the texts that enter it and the calls that leave it. */
function drawLines(agent: AgentFlow): string[] {
	const { id, calledBy, effects, isUnread } = agent;
	const head = `${id}${calledBy.length > 0 ? `, called by ${calledBy.join(', ')}` : ''}${isUnread ? ': its definition cannot be read' : ''}`;
	return [
		printable(head),
		...listEntering(agent).map(({ name, kind, trusted, note }) =>
			printable(`  ${trusted ? ' trusted ──▶' : '━ others ━━▶'} ${name} (${[kind, ...(note === undefined ? [] : [note])].join(', ')})`),
		),
		...effects.map((effect) =>
			printable(
				`  ${` ${label(effect)} `.padEnd(widest + 3, label(effect) === short.nothing ? '━' : '─')}▶ ${effect.tool} (${describe(effect)})`,
			),
		),
		'',
	];
}
