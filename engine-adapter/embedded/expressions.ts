import type { Feel, FeelResult } from '../../bpmn/feel';
import type { Value } from '../../bpmn/process-model';
import { messageOf } from '../../core/errors';
import type { Clock } from '../../core/ports';
import type { Variables } from '../engine';
import { IncidentCause } from './element-behavior';

type LookUp = (name: string) => unknown;

const rememberedExpressions = 2_000;

/** Evaluates the values of a model. An expression is given only the variables it names: FEEL's cost grows with its context. */
export class Expressions {
	private readonly names = new Map<string, string[]>();

	constructor(
		private readonly feel: Feel,
		private readonly clock: Clock,
	) {}

	/** A literal stands for itself. */
	evaluate(source: Value, lookUp: LookUp): FeelResult {
		if (!source.startsWith('=')) return { value: source, warnings: [] };
		const expression = source.slice(1);
		try {
			const { value, warnings } = this.feel.evaluate(expression, this.contextOf(expression, lookUp), this.clock);
			return { value: toJson(value), warnings };
		} catch (error) {
			throw new IncidentCause('EXTRACT_VALUE_ERROR', `Failed to evaluate expression '${expression}': ${messageOf(error)}`);
		}
	}

	/** @throws IncidentCause EXTRACT_VALUE_ERROR when it is null or anything but true or false, as Zeebe does (recorded from 8.6) */
	evaluateBoolean(source: Value, lookUp: LookUp): boolean {
		const { value, warnings } = this.evaluate(source, lookUp);
		if (typeof value === 'boolean') return value;
		throw unexpectedResult(source, 'BOOLEAN', value, warnings);
	}

	/** @throws IncidentCause EXTRACT_VALUE_ERROR, also for a literal that is a number, as Zeebe does (recorded from 8.6) */
	evaluateText(source: Value, lookUp: LookUp): string {
		const { value, warnings } = this.evaluateTyped(source, lookUp);
		if (typeof value === 'string') return value;
		throw unexpectedResult(source, 'STRING', value, warnings);
	}

	/** @throws IncidentCause EXTRACT_VALUE_ERROR */
	evaluateNumber(source: Value, lookUp: LookUp): number {
		const { value, warnings } = this.evaluateTyped(source, lookUp);
		if (typeof value === 'number') return value;
		throw unexpectedResult(source, 'NUMBER', value, warnings);
	}

	private evaluateTyped(source: Value, lookUp: LookUp): FeelResult {
		const isNumber = /^-?\d+(\.\d+)?$/.test(source);
		return isNumber ? { value: Number(source), warnings: [] } : this.evaluate(source, lookUp);
	}

	private contextOf(expression: string, lookUp: LookUp): Variables {
		const found = this.namesIn(expression).map((name) => [name, lookUp(name)] as const);
		return Object.fromEntries(found.filter(([, value]) => value !== undefined));
	}

	/** Every word is asked for, also those inside texts: one look-up too many costs less than a second parser. */
	private namesIn(expression: string): string[] {
		let names = this.names.get(expression);
		if (!names) {
			const words = expression.matchAll(/`([^`]+)`|[\p{L}_$][\p{L}\p{N}_$]*/gu);
			names = [...new Set([...words].map(([word, quoted]) => quoted ?? word))];
			if (this.names.size >= rememberedExpressions) this.names.clear();
			this.names.set(expression, names);
		}
		return names;
	}
}

/** Dates and durations become texts, as they do in Zeebe's variables. */
function toJson(value: unknown): unknown {
	return value === undefined || typeof value === 'function' ? null : (JSON.parse(JSON.stringify(value) ?? 'null') as unknown);
}

function unexpectedResult(source: Value, expected: string, value: unknown, warnings: string[]): IncidentCause {
	const expression = source.startsWith('=') ? source.slice(1) : source;
	const reported = warnings.length === 0 ? '' : ` The evaluation reported the following warnings: ${warnings.join('; ')}`;
	return new IncidentCause(
		'EXTRACT_VALUE_ERROR',
		`Expected result of the expression '${expression}' to be '${expected}', but was '${typeOf(value)}'.${reported}`,
	);
}

function typeOf(value: unknown): string {
	if (value === null) return 'NULL';
	return Array.isArray(value) ? 'ARRAY' : (typeof value).toUpperCase();
}
