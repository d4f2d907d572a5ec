import { formatDuration } from '../../terminal/format-text';
import type { FlowNode, ProcessFile } from '../../../bpmn/reading/process-model';
import type { EngineEvent } from '../../../engine-adapter/engine/engine-events';
import { printable, type Terminal } from '../../terminal/terminal';
import { shortenLine } from '../../terminal/format-text';
import { adviceFor, type Advise } from '../incident-advice';
import { stringifyJson } from '../../../core/base/text/json/lossless-json';

/** Knows where events belong: names from the models, depth from the scopes and calls that run. */
class Places {
	readonly #nodes = new Map<string, FlowNode>();
	readonly #names = new Map<string, string>();
	readonly #choices = new Set<string>();
	/** By the key of the element instance. */
	readonly #depths = new Map<string, number>();

	constructor(models: ProcessFile[]) {
		for (const { nodes, flows } of models.flatMap(({ processes }) => processes)) {
			for (const node of nodes) this.#nodes.set(node.id, node);
			for (const flow of flows) {
				const source = this.#nodes.get(flow.sourceId);
				if (source?.type.endsWith('Gateway') && source.outgoing.length > 1) this.#choices.add(flow.id);
				const target = nodes.find((node) => node.id === flow.targetId);
				if (target) this.#names.set(flow.id, flow.name || target.name || target.id);
			}
		}
	}

	findName(elementId: string): string {
		return this.#nodes.get(elementId)?.name || this.#names.get(elementId) || elementId;
	}

	/** True for a flow that is one of several out of a gateway. */
	isChoice(flowId: string): boolean {
		return this.#choices.has(flowId);
	}

	/** Takes every event in order: a scope begins before what is in it. */
	observe({ kind, elementInstanceKey = '', scopeKey }: EngineEvent): void {
		if (kind === 'element-activated') this.#depths.set(elementInstanceKey, this.#findInner(scopeKey));
	}

	findDepth({ elementInstanceKey = '', scopeKey }: EngineEvent): number {
		return this.#depths.get(elementInstanceKey) ?? this.#findInner(scopeKey);
	}

	/** The depth of what runs in the scope. */
	#findInner(scopeKey: string | undefined): number {
		return scopeKey === undefined ? 0 : (this.#depths.get(scopeKey) ?? 0) + 1;
	}
}

type Format = Parameters<Terminal['style']>[0];

interface Line {
	sign: string;
	format: Format;
	text: string;
	facts?: string;
	/** Indents the line below its element. */
	inside?: boolean;
	more?: string;
}

/** Elements that end when they begin: they get one line. */
const momentary = /(Gateway|startEvent|endEvent|intermediateThrowEvent)$/;
/** After these a worker is done with a job for now. */
const agentEnds: ReadonlySet<EngineEvent['kind']> = new Set<EngineEvent['kind']>(['job-completed', 'job-failed', 'job-error-thrown']);
const factsColumn = 46;
const maxFacts = 160;

/**
 * Turns events into lines: time since the start, nested by scope and call, with job outcomes. Omits variables, and flows except named choices
 * of gateways.
 */
export class Timeline {
	readonly #places: Places;
	readonly #activations = new Map<string, number>();
	/** A job is created before its element is activated; its line waits for that event. */
	readonly #delayed = new Map<string, EngineEvent[]>();

	constructor(
		models: ProcessFile[],
		private readonly startedAt: number,
		private readonly terminal: Pick<Terminal, 'style'>,
		/** Describes an agent's job: model, tokens, cost and guardrails. */
		private readonly describeJob: (jobKey: string) => string | undefined = () => undefined,
		private readonly advise: Advise = adviceFor,
	) {
		this.#places = new Places(models);
	}

	lines(event: EngineEvent): string[] {
		const place = event.elementInstanceKey ?? event.elementId;
		this.#places.observe(event);
		if (event.kind === 'job-created' && !this.#activations.has(place)) {
			this.#delayed.set(place, [...(this.#delayed.get(place) ?? []), event]);
			return [];
		}
		const line = this.#describe(event, place);
		const waiting = event.kind === 'element-activated' ? (this.#delayed.get(place) ?? []) : [];
		if (waiting.length > 0) this.#delayed.delete(place);
		return [...(line ? this.#layOut(event, line) : []), ...waiting.flatMap((created) => this.lines(created))];
	}

	#describe(event: EngineEvent, place: string): Line | undefined {
		const { kind, elementType } = event;
		const text = this.#places.findName(event.elementId);
		switch (kind) {
			case 'element-activated':
				this.#activations.set(place, event.at);
				return momentary.test(elementType) ? undefined : { sign: '▶', format: 'cyan', text, facts: splitWords(elementType) };
			case 'element-completed':
			case 'element-terminated': {
				const sign = kind === 'element-completed' ? '✔' : '■';
				const facts = momentary.test(elementType)
					? splitWords(elementType)
					: `took ${formatDuration(event.at - this.#end(place, event.at))}`;
				if (momentary.test(elementType)) this.#end(place, event.at);
				return { sign, format: sign === '✔' ? 'green' : 'yellow', text, facts: sign === '✔' ? facts : `terminated, ${facts}` };
			}
			case 'sequence-flow-taken':
				return this.#places.isChoice(event.elementId) ? { sign: '→', format: 'dim', text, inside: true } : undefined;
			default:
				return this.#eventLine(event, text) ?? this.#jobLine(event) ?? incidentLine(event, this.advise);
		}
	}

	#eventLine(event: EngineEvent, text: string): Line | undefined {
		const name = readDetail(event, 'name');
		if (event.kind === 'message-correlated') return { sign: '✉', format: 'cyan', text, facts: `message ${name}`, inside: true };
		if (event.kind === 'signal-thrown') return { sign: '◬', format: 'cyan', text, facts: `signal ${name}`, inside: true };
		if (event.kind !== 'escalation-thrown') return undefined;
		const caughtBy = readDetail(event, 'caughtBy');
		const facts = `escalation ${readDetail(event, 'code')}, caught by ${caughtBy === '' ? 'nothing' : this.#places.findName(caughtBy)}`;
		return { sign: '◭', format: caughtBy === '' ? 'yellow' : 'cyan', text, facts, inside: true };
	}

	/** Shows an agent's usage at the end of its job, completed or not. */
	#jobLine(event: EngineEvent): Line | undefined {
		const line = jobLine(event);
		const known = line && agentEnds.has(event.kind) ? this.describeJob(readDetail(event, 'jobKey')) : undefined;
		return known === undefined ? line : { ...line!, facts: event.kind === 'job-completed' ? known : `${known}; ${line!.facts}` };
	}

	#end(place: string, now: number): number {
		const at = this.#activations.get(place) ?? now;
		this.#activations.delete(place);
		return at;
	}

	#layOut(event: EngineEvent, { sign, format, text, facts, inside, more }: Line): string[] {
		const { style } = this.terminal;
		const elapsedMs = event.at - this.startedAt;
		const time = (elapsedMs < 10_000 ? `${Math.max(0, elapsedMs)} ms` : formatDuration(elapsedMs)).padStart(10);
		const bars = '│ '.repeat(this.#places.findDepth(event) + (inside ? 1 : 0));
		const words = `${bars}${sign} ${printable(text)}`;
		const painted = `${style('dim', bars)}${style(format, `${sign}${format === 'red' || format === 'yellow' ? ` ${printable(text)}` : ''}`)}`;
		const shown = format === 'red' || format === 'yellow' ? painted : `${painted} ${printable(text)}`;
		const gap = ' '.repeat(Math.max(2, factsColumn - words.length));
		const first = `${style('dim', time)}  ${shown}${facts ? `${gap}${style('dim', shortenLine(facts, maxFacts))}` : ''}`;
		return more === undefined ? [first] : [first, `${' '.repeat(12)}${style('dim', bars)}  ${style('yellow', more)}`];
	}
}

function jobLine(event: EngineEvent): Line | undefined {
	const type = readDetail(event, 'type');
	const inside = true;
	switch (event.kind) {
		case 'job-created':
			return { sign: '+', format: 'dim', text: `job ${type}`, facts: describeAttempts(event), inside };
		case 'job-activated':
			return { sign: '…', format: 'dim', text: `job ${type}`, facts: 'taken by a worker', inside };
		case 'job-completed':
			return { sign: '✔', format: 'green', text: `job ${type}`, facts: 'completed by its worker', inside };
		case 'job-failed': {
			const text = `job ${type} failed, ${describeAttempts(event)} left`;
			// The incident that follows the last attempt shows the message.
			return { sign: '✘', format: 'yellow', text, facts: readDetail(event, 'retries') === '0' ? '' : readDetail(event, 'message'), inside };
		}
		case 'job-error-thrown': {
			const text = `job ${type} throws the error ${readDetail(event, 'errorCode')}`;
			return { sign: '⚡', format: 'yellow', text, facts: readDetail(event, 'message'), inside };
		}
		default:
			return undefined;
	}
}

function incidentLine(event: EngineEvent, advise: Advise): Line | undefined {
	const errorType = readDetail(event, 'errorType');
	if (event.kind === 'incident-resolved') return { sign: '✔', format: 'green', text: `incident ${errorType} resolved`, inside: true };
	if (event.kind !== 'incident-created') return undefined;
	const text = `incident ${errorType}: ${readDetail(event, 'message').replaceAll('\n', ' ')}`;
	return { sign: '✘', format: 'red', text, inside: true, more: advise(errorType) };
}

function describeAttempts(event: EngineEvent): string {
	const retries = readDetail(event, 'retries');
	return retries === '' ? '' : `${retries} attempt${retries === '1' ? '' : 's'}`;
}

function readDetail({ details }: EngineEvent, name: string): string {
	const value = details?.[name];
	return typeof value === 'string' ? printable(value) : value === undefined ? '' : stringifyJson(value);
}

const splitWords = (elementType: string): string => elementType.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
