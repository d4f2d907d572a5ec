import { describeWarnings, type Feel, type FeelHost, type FeelResult, type ResultType } from '../../../bpmn/feel/feel-port';
import { isNumberLiteral, readLiteralTexts } from '../../../bpmn/literals';
import type { Value } from '../../../bpmn/reading/process-model';
import { getErrorMessage } from '../../../core/base/errors';
import type { Clock } from '../../../core/ports/host';
import type { Variables } from '../../engine/variables';
import { IncidentCause } from './incident-cause';

type LookUp = (name: string) => unknown;

/**
 * Checks types before a date or duration becomes a text. All methods throw IncidentCause EXTRACT_VALUE_ERROR for another type, as Zeebe does
 * (recorded: value-…).
 */
export class Expressions {
	constructor(
		private readonly feel: Feel,
		private readonly clock: Clock,
	) {}

	/** A literal stands for itself. */
	evaluate(source: Value, lookUp: LookUp): FeelResult {
		return source.startsWith('=') ? this.#evaluate(source.slice(1), lookUp) : literal(source, 'STRING');
	}

	evaluateMappings(context: string, lookUp: LookUp, host: Pick<FeelHost, 'functions' | 'shownAs'>): Variables {
		return this.#evaluate(context, lookUp, host).value as Variables;
	}

	#evaluate(expression: string, lookUp: LookUp, host: Pick<FeelHost, 'functions' | 'shownAs'> = {}): FeelResult {
		try {
			return this.feel.evaluate(expression, { ...host, lookUp, now: () => this.clock.now() });
		} catch (error) {
			throw new IncidentCause('EXTRACT_VALUE_ERROR', getErrorMessage(error));
		}
	}

	evaluateBoolean(source: Value, lookUp: LookUp): boolean {
		return this.#expect(source, lookUp, ['BOOLEAN']).value as boolean;
	}

	/** A numeric literal is not a text. */
	evaluateText(source: Value, lookUp: LookUp): string {
		return this.#expect(source, lookUp, ['STRING']).value as string;
	}

	evaluateNumber(source: Value, lookUp: LookUp): number | bigint {
		return this.#expect(source, lookUp, ['NUMBER']).value as number | bigint;
	}

	/** A number without its decimals (recorded from 8.6). */
	evaluateCorrelationKey(source: Value, lookUp: LookUp): string {
		const { value, type, warnings } = isNumberLiteral(source) ? literal(Number(source), 'NUMBER') : this.evaluate(source, lookUp);
		if (type === 'STRING' || type === 'NUMBER') return String(typeof value === 'number' ? Math.trunc(value) : value);
		const reason = `The value must be either a string or a number, but was '${type}'.${describeWarnings(warnings)}`;
		throw new IncidentCause('EXTRACT_VALUE_ERROR', `Failed to extract the correlation key for '${withoutSign(source)}': ${reason}`);
	}

	evaluateTime(kind: 'date' | 'duration' | 'cycle', source: Value, lookUp: LookUp): string {
		return kind === 'date' ? this.#evaluateDate(source, lookUp) : (this.#expect(source, lookUp, timeTypes[kind]).value as string);
	}

	/** Undefined for null and an empty text. */
	evaluateOptionalDate(source: Value, lookUp: LookUp): string | undefined {
		return this.#evaluateDate(source, lookUp, ['NULL']) || undefined;
	}

	evaluateList(source: Value, lookUp: LookUp): unknown[] {
		return this.#expect(source, lookUp, ['ARRAY']).value as unknown[];
	}

	/** A literal separates the texts by commas. */
	evaluateTexts(source: Value, lookUp: LookUp): string[] {
		const expression = source.startsWith('=')
			? source
			: `=[${readLiteralTexts(source)
					.map((text) => `"${text}"`)
					.join(', ')}]`;
		const { value, isTexts } = this.#expect(expression, lookUp, ['ARRAY']);
		if (isTexts) return value as string[];
		const items = "'ARRAY' containing at least one non-'STRING' item";
		throw new IncidentCause(
			'EXTRACT_VALUE_ERROR',
			`Expected result of the expression '${withoutSign(source)}' to be 'ARRAY' containing 'STRING' items, but was ${items}.`,
		);
	}

	/** A local date and time is in the server's zone. A text needs an offset. */
	#evaluateDate(source: Value, lookUp: LookUp, also: ResultType[] = []): string {
		const { value, type } = this.#expect(source, lookUp, [...also, 'DATE_TIME', 'STRING']);
		const text = (value ?? '') as string;
		return type === 'DATE_TIME' && /T[\d:.]+$/.test(text) ? `${text}Z[Etc/UTC]` : text;
	}

	#expect(source: Value, lookUp: LookUp, types: ResultType[]): FeelResult {
		const result = isNumberLiteral(source) ? literal(Number(source), 'NUMBER') : this.evaluate(source, lookUp);
		if (types.includes(result.type)) return result;
		const expected = types.length === 1 ? `'${types[0]}'` : `one of '[${types.join(', ')}]'`;
		throw unexpectedResult(source, expected, result.type, result.warnings);
	}
}

const timeTypes: Record<'duration' | 'cycle', ResultType[]> = { duration: ['DURATION', 'PERIOD', 'STRING'], cycle: ['STRING'] };

const literal = (value: string | number, type: ResultType): FeelResult => ({ value, type, isTexts: false, warnings: [] });

/** Incidents name an expression without its leading sign. */
export const withoutSign = (source: Value): string => source.replace(/^=/, '');

function unexpectedResult(source: Value, expected: string, type: ResultType, warnings: string[]): IncidentCause {
	return new IncidentCause(
		'EXTRACT_VALUE_ERROR',
		`Expected result of the expression '${withoutSign(source)}' to be ${expected}, but was '${type}'.${describeWarnings(warnings)}`,
	);
}
