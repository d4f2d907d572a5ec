import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { type SandboxLevel, sandboxLevels } from '../../core/ports';
import { readGivenText, readText } from './read-text';

export interface RunTerms {
	level: SandboxLevel;
	memoryMb?: number;
	timeMs?: number;
	/** True returns the whole report. */
	report: boolean;
}

export interface NodeScript extends RunTerms {
	source: string;
	input: string;
	memoryMb: number;
	timeMs: number;
}

/** As for callers of a service: an agent or a webhook can choose the script. */
const bounds = { source: 2_000_000, input: 1_000_000 };

/** Reads the fields of one item. @throws TroupeError INPUT_INVALID */
export function readScript(context: IExecuteFunctions, item: number): NodeScript {
	const [source, input] = [readGivenText(context, 'source', item), readText(context, 'input', item)];
	for (const [name, text] of Object.entries({ source, input }))
		if (text.length > bounds[name as keyof typeof bounds])
			throw invalid(
				`${name === 'source' ? 'Script' : 'Input'} has ${text.length} characters; the max is ${bounds[name as keyof typeof bounds]}.`,
				'Shorten it.',
			);
	return { source, input, memoryMb: 256, timeMs: 10_000, ...readTerms(context, item) };
}

/** Reads level, limits and what is returned. What nobody set is left to the service. @throws TroupeError INPUT_INVALID */
export function readTerms(context: IExecuteFunctions, item: number): RunTerms {
	const level = sandboxLevels.find((one) => one === context.getNodeParameter('level', item));
	if (level === undefined) throw invalid(`Least Level is not one of ${sandboxLevels.join(', ')}.`, 'Choose it again.');
	const { memory, time, report = false } = context.getNodeParameter('options', item, {}) as Record<string, unknown>;
	const isScript = context.getNodeParameter('operation', item) === 'run';
	return {
		...{ level, report: report === true },
		...(memory !== undefined && { memoryMb: readNumber('Max Memory (MB)', memory, 96, 1_024, true) }),
		...(time !== undefined && { timeMs: Math.round(readNumber('Timeout (Seconds)', time, 0.1, isScript ? 60 : 300) * 1000) }),
	};
}

function readNumber(label: string, value: unknown, min: number, max: number, isWhole = false): number {
	const number = Number(value);
	if (number >= min && number <= max && (!isWhole || Number.isInteger(number))) return number;
	throw invalid(
		`${label} is ${String(value).slice(0, 40)}; expected a ${isWhole ? 'whole ' : ''}number from ${min} to ${max}.`,
		'Correct the option.',
	);
}

const invalid = (message: string, fix: string) => new TroupeError({ code: 'INPUT_INVALID', message, fix });
