import type { IExecuteFunctions } from 'n8n-workflow';
import { TroupeError } from '../../core/base/errors';
import { type SandboxLevel, sandboxLevels } from '../../core/ports/sandbox/levels';
import { leastMemoryMb } from '../../sandbox/levels/limits';
import { runBounds } from '../../sandbox/kinds/requests/run-bounds';

interface RunTerms {
	level: SandboxLevel;
	memoryMb?: number;
	timeMs?: number;
}

/** Reads level and limits. What nobody set is left to the sandbox. @throws TroupeError INPUT_INVALID */
export function readTerms(context: IExecuteFunctions, item: number): RunTerms {
	const level = sandboxLevels.find((one) => one === context.getNodeParameter('level', item));
	if (level === undefined) throw invalid(`Least Level is not one of ${sandboxLevels.join(', ')}.`, 'Choose it again.');
	const { memory, time } = context.getNodeParameter('options', item, {}) as Record<string, unknown>;
	const maxMs = context.getNodeParameter('operation', item) === 'run' ? runBounds.timeMs : runBounds.programTimeMs;
	return {
		level,
		...(memory !== undefined && { memoryMb: readNumber('Max Memory (MB)', memory, leastMemoryMb, runBounds.memoryMb, true) }),
		...(time !== undefined && { timeMs: Math.round(readNumber('Timeout (Seconds)', time, 0.1, maxMs / 1000) * 1000) }),
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
