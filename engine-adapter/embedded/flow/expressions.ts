import { describeWarnings, type Feel, type FeelResult } from '../../../bpmn/feel/feel-port';
import type { Value } from '../../../bpmn/reading/process-model';
import { getErrorMessage } from '../../../core/base/errors';
import type { Clock } from '../../../core/ports';
import { IncidentCause } from './incident-cause';

type LookUp = (name: string) => unknown;

/** Evaluates the values of a model. */
export class Expressions {
	constructor(
		private readonly feel: Feel,
		private readonly clock: Clock,
	) {}

	/** A literal stands for itself. */
	evaluate(source: Value, lookUp: LookUp): FeelResult {
		if (!source.startsWith('=')) return { value: source, warnings: [] };
		try {
			return this.feel.evaluate(source.slice(1), { lookUp, now: () => this.clock.now() });
		} catch (error) {
			throw new IncidentCause('EXTRACT_VALUE_ERROR', getErrorMessage(error));
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
		const { value, warnings } = this.#evaluateTyped(source, lookUp);
		if (typeof value === 'string') return value;
		throw unexpectedResult(source, 'STRING', value, warnings);
	}

	/** @throws IncidentCause EXTRACT_VALUE_ERROR */
	evaluateNumber(source: Value, lookUp: LookUp): number | bigint {
		const { value, warnings } = this.#evaluateTyped(source, lookUp);
		if (typeof value === 'number' || typeof value === 'bigint') return value;
		throw unexpectedResult(source, 'NUMBER', value, warnings);
	}

	#evaluateTyped(source: Value, lookUp: LookUp): FeelResult {
		const isNumber = /^-?\d+(\.\d+)?$/.test(source);
		return isNumber ? { value: Number(source), warnings: [] } : this.evaluate(source, lookUp);
	}
}

function unexpectedResult(source: Value, expected: string, value: unknown, warnings: string[]): IncidentCause {
	const expression = source.startsWith('=') ? source.slice(1) : source;
	return new IncidentCause(
		'EXTRACT_VALUE_ERROR',
		`Expected result of the expression '${expression}' to be '${expected}', but was '${describeType(value)}'.${describeWarnings(warnings)}`,
	);
}

function describeType(value: unknown): string {
	if (value === null) return 'NULL';
	if (typeof value === 'bigint') return 'NUMBER';
	return Array.isArray(value) ? 'ARRAY' : (typeof value).toUpperCase();
}
