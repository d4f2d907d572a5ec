/** A process that searches without a pause, as an agent would, and counts the answers. */
import { closeKnowledge, openKnowledge } from '../../providers/compose/knowledge/knowledge';
import type { KnowledgeHost } from '../../providers/compose/hosts/knowledge-host';
import { getErrorMessage } from '../../core/base/errors';
import { createMark, createQuestion } from './corpus';

export interface SearcherTask {
	host: KnowledgeHost;
	collection: string;
	/** Documents with lower numbers exist all the time. */
	documents: number;
	lanes: number;
}

export interface SearcherReport {
	asked: number;
	/** Searches answered by words and vectors with the expected document. */
	answered: number;
	/** The milliseconds of each answer, in order. */
	times: number[];
	failures: string[];
}

/** Prints `ready` after the first answer, and the report when it is stopped. */
export function serveSearches({ host, collection, documents, lanes }: SearcherTask): void {
	const report: SearcherReport = { asked: 0, answered: 0, times: [], failures: [] };
	const signal = new AbortController().signal;
	let stopped = false;
	const askOnce = async () => {
		const number = (report.asked * 37) % documents;
		report.asked += 1;
		const began = performance.now();
		try {
			// Opened for each search, as in a node and a job.
			const knowledge = await openKnowledge(host);
			const { hits, mode, fellBack } = await knowledge.search(
				collection,
				{ question: createQuestion(number, report.asked), mode: 'hybrid', top: 10 },
				signal,
			);
			const match = hits.some(({ text }) => text.includes(createMark(number)));
			if (mode === 'hybrid' && !fellBack && match) report.answered += 1;
			else
				report.failures.push(
					`${mode} ${fellBack ?? ''}: ${match ? '' : `clause ${number} is not among the ${hits.length} hits, of which the first is by ${JSON.stringify(hits[0]?.scores)}`}`,
				);
		} catch (error) {
			report.failures.push(getErrorMessage(error));
		}
		report.times.push(performance.now() - began);
	};
	const lane = async () => {
		while (!stopped) await askOnce();
	};
	const work = async () => {
		await askOnce();
		process.send!('ready');
		await Promise.all(Array.from({ length: lanes }, lane));
		await closeKnowledge(host);
		process.send!(report, () => process.disconnect());
	};
	process.once('message', () => (stopped = true));
	void work();
}
