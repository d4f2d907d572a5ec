/** Another process that searches without a pause, as an agent would, and counts what is answered. */
import { closeKnowledge, openKnowledge } from '../../providers/compose/knowledge/knowledge';
import type { KnowledgeHost } from '../../providers/compose/host';
import { messageOf } from '../../core/base/errors';
import { markOf, questionOf } from './corpus';

export interface SearcherTask {
	host: KnowledgeHost;
	collection: string;
	/** Documents 0 to below this are there all the while. */
	documents: number;
	lanes: number;
}

export interface SearcherReport {
	asked: number;
	/** By words and vectors, with the document that was asked for. */
	answered: number;
	/** Milliseconds, in the order of the answers. */
	times: number[];
	failures: string[];
}

/** Says `ready` after a first answer, and reports when it is told to stop. */
export function serveSearches({ host, collection, documents, lanes }: SearcherTask): void {
	const report: SearcherReport = { asked: 0, answered: 0, times: [], failures: [] };
	const signal = new AbortController().signal;
	let stopped = false;
	const askOnce = async () => {
		const number = (report.asked * 37) % documents;
		report.asked += 1;
		const began = performance.now();
		try {
			// Opened for each, as a node and a job do it.
			const knowledge = await openKnowledge(host);
			const { hits, mode, fellBack } = await knowledge.search(
				collection,
				{ question: questionOf(number, report.asked), mode: 'hybrid', top: 10 },
				signal,
			);
			const found = hits.some(({ text }) => text.includes(markOf(number)));
			if (mode === 'hybrid' && !fellBack && found) report.answered += 1;
			else
				report.failures.push(
					`${mode} ${fellBack ?? ''}: ${found ? '' : `clause ${number} is not among the ${hits.length} hits, of which the first is by ${JSON.stringify(hits[0]?.scores)}`}`,
				);
		} catch (error) {
			report.failures.push(messageOf(error));
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
