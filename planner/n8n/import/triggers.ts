import type { Trigger } from '../../tree/plan-tree';
import { toSchedule } from '../../tree/read/to-time';
import type { FlowGraph } from './flow-graph';
import type { ImportedNode, ImportedWorkflow } from './imported-workflow';
import { isTrigger, listAt, shortType, textAt } from './node-types';
import { isPartOf } from './steps/kinds';

/** Nodes by which a workflow can begin, the likeliest first: one for tries by hand, for errors or for other workflows comes last. */
export function listTriggers(workflow: ImportedWorkflow, graph: FlowGraph): ImportedNode[] {
	const triggers = workflow.nodes.filter((node) => isTrigger(node) && !node.isDisabled && graph.after(node.name).length > 0);
	const rank = (node: ImportedNode): number =>
		['errorTrigger', 'executeWorkflowTrigger', 'manualTrigger', 'start'].indexOf(shortType(node));
	return triggers.sort((one, other) => order(rank(one)) - order(rank(other)) || graph.reach(other.name).size - graph.reach(one.name).size);
}

/** By hand before by another workflow, and that before errors. */
const order = (rank: number): number => (rank < 0 ? 0 : rank >= 2 ? 1 : rank === 1 ? 2 : 3);

/** The first step where nothing triggers it. */
export const findBeginning = (workflow: ImportedWorkflow, graph: FlowGraph): ImportedNode | undefined =>
	workflow.nodes
		.filter((node) => graph.before(node.name).length === 0 && !isPartOf(node, workflow.ways))
		.sort((one, other) => graph.reach(other.name).size - graph.reach(one.name).size)[0] ?? workflow.nodes[0];

/** Says how a plan begins that a trigger of n8n began. `problem`: why it begins by hand instead. */
export function toTrigger(node: ImportedNode | undefined): { trigger: Trigger; problem?: 'schedule' | 'several' } {
	if (!node) return { trigger: { kind: 'manual' } };
	switch (shortType(node)) {
		case 'manualTrigger':
		case 'start':
		case 'executeWorkflowTrigger':
			return { trigger: { kind: 'manual' } };
		case 'formTrigger':
			return { trigger: { kind: 'form' } };
		case 'scheduleTrigger':
		case 'cron':
		case 'interval':
			return ofSchedule(node);
		case 'webhook': {
			const path = textAt(node.parameters, 'path');
			const isNamed = path !== '' && !/^=|^[0-9a-f]{8}-[0-9a-f]{4}-/.test(path) && !/[/:]/.test(path);
			return { trigger: { kind: 'message', name: isNamed ? path.slice(0, 100) : node.name } };
		}
		default:
			return { trigger: { kind: 'message', name: node.name } };
	}
}

function ofSchedule(node: ImportedNode): ReturnType<typeof toTrigger> {
	const { parameters } = node;
	const type = shortType(node);
	const listed =
		type === 'cron'
			? listAt(parameters, 'triggerTimes', 'item')
			: type === 'interval'
				? [{ ...parameters, mode: 'everyX' }]
				: listAt(parameters, 'rule', 'interval');
	const rules = listed.length > 0 ? listed : [{}];
	const at = toSchedule(type === 'scheduleTrigger' ? ofRule(rules[0]!) : ofCron(rules[0]!));
	// An engine begins no more often than each minute.
	if (at === undefined || /^R\/PT[1-5]?\dS$/.test(at)) return { trigger: { kind: 'manual' }, problem: 'schedule' };
	return { trigger: { kind: 'timer', at }, ...(rules.length > 1 && { problem: 'several' as const }) };
}

type Raw = Record<string, unknown>;
const numberAt = (raw: Raw, name: string, usual: number): number => (typeof raw[name] === 'number' ? raw[name] : usual);
const days = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/** A rule of a Schedule Trigger, as a cron expression with seconds or a cycle. */
function ofRule(rule: Raw): string | undefined {
	const time = `0 ${numberAt(rule, 'triggerAtMinute', 0)} ${numberAt(rule, 'triggerAtHour', 0)}`;
	switch (rule.field ?? 'days') {
		case 'cronExpression':
			return toCron(rule.expression);
		case 'seconds':
			return `R/PT${numberAt(rule, 'secondsInterval', 30)}S`;
		case 'minutes':
			return `R/PT${numberAt(rule, 'minutesInterval', 5)}M`;
		case 'hours': {
			const hours = numberAt(rule, 'hoursInterval', 1);
			return rule.triggerAtMinute === undefined
				? `R/PT${hours}H`
				: `0 ${numberAt(rule, 'triggerAtMinute', 0)} ${hours === 1 ? '*' : `*/${hours}`} * * *`;
		}
		case 'days': {
			const every = numberAt(rule, 'daysInterval', 1);
			const isAt = rule.triggerAtHour !== undefined || rule.triggerAtMinute !== undefined;
			return every === 1 ? `${time} * * *` : isAt ? `${time} */${every} * *` : `R/P${every}D`;
		}
		case 'weeks': {
			const on = Array.isArray(rule.triggerAtDay) ? rule.triggerAtDay.flatMap((day) => days[Number(day)] ?? []) : [];
			return numberAt(rule, 'weeksInterval', 1) === 1 ? `${time} * * ${on.join(',') || 'SUN'}` : undefined;
		}
		case 'months':
			return `${time} ${numberAt(rule, 'triggerAtDayOfMonth', 1)} ${numberAt(rule, 'monthsInterval', 1) === 1 ? '*' : `*/${numberAt(rule, 'monthsInterval', 1)}`} *`;
		default:
			return undefined;
	}
}

/** A time of the old Cron node. */
function ofCron(rule: Raw): string | undefined {
	const time = `0 ${numberAt(rule, 'minute', 0)} ${numberAt(rule, 'hour', 14)}`;
	switch (rule.mode ?? 'everyDay') {
		case 'everyMinute':
			return 'R/PT1M';
		case 'everyHour':
			return `0 ${numberAt(rule, 'minute', 0)} * * * *`;
		case 'everyDay':
			return `${time} * * *`;
		case 'everyWeek':
			return `${time} * * ${days[Number(rule.weekday ?? 1)] ?? 'MON'}`;
		case 'everyMonth':
			return `${time} ${numberAt(rule, 'dayOfMonth', 1)} * *`;
		case 'everyX': {
			const unit = { seconds: 'S', minutes: 'M', hours: 'H' }[
				typeof rule.unit === 'string' ? rule.unit : rule.interval === undefined ? 'hours' : 'seconds'
			];
			const count = numberAt(rule, 'value', numberAt(rule, 'interval', 2));
			return unit === undefined ? undefined : `R/PT${count}${unit}`;
		}
		default:
			return toCron(rule.cronExpression);
	}
}

/** Five fields are without seconds. */
function toCron(value: unknown): string | undefined {
	const text = typeof value === 'string' ? value.trim() : '';
	if (text === '' || text.startsWith('=')) return undefined;
	return text.split(/\s+/).length === 5 ? `0 ${text}` : text;
}
