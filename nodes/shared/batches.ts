import type { IExecuteFunctions } from 'n8n-workflow';
import { pause } from '../../core/base/async/pause';

export interface LoopYielder {
	batchSize: number;
	/** Milliseconds. */
	delayBetweenBatches: number;
}

const mostAtOnce = 50;
const longestDelayMs = 3_600_000;

/** Reads the option Batch Processing; without it, one item after the other. */
export function readPace(context: IExecuteFunctions): LoopYielder {
	const { batching } = context.getNodeParameter('options', 0, {}) as { batching?: Partial<LoopYielder> };
	return {
		batchSize: bounded(batching?.batchSize, 1, mostAtOnce),
		delayBetweenBatches: bounded(batching?.delayBetweenBatches, 0, longestDelayMs),
	};
}

/**
 * Works on items in batches: those of one batch at the same time. @param work does not throw @param isOver asked before each batch @param
 * signal ends the wait between two batches
 */
export async function inBatches(
	items: number,
	{ batchSize, delayBetweenBatches }: LoopYielder,
	work: (item: number) => Promise<void>,
	isOver: () => boolean,
	signal?: AbortSignal,
): Promise<void> {
	for (let start = 0; start < items && !isOver(); start += batchSize) {
		if (start > 0 && delayBetweenBatches > 0) await pause(delayBetweenBatches, signal ?? new AbortController().signal);
		const batch = Array.from({ length: Math.min(batchSize, items - start) }, (_, index) => start + index);
		await Promise.all(batch.map(work));
	}
}

function bounded(value: number | undefined, least: number, most: number): number {
	const whole = Math.floor(Number(value));
	return Number.isFinite(whole) ? Math.min(most, Math.max(least, whole)) : least;
}
