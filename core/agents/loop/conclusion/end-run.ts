import { rememberTurn } from './remember-turn';
import type { JsonValue } from '../../agent-outcome';
import { hideOthers, restoreForAsker } from '../run/restore-for-asker';
import { type Citation, collectCitations } from '../../../knowledge/grounding';
import type { Support } from '../../../knowledge/support/measure-support';
import { restoreOutput } from '../model/fit-output';
import type { Conclusion } from './conclusion';
import { judgeConclusion } from './judge-conclusion';
import type { Run } from '../run/run';
import { throwIfStopped } from './explain-stop';
import type { Ending } from '../trail/trail-entry';
import { isReal } from '../../agent-parts';
import { recordViolations } from '../../ended-run/report-run';

export async function end(run: Run, conclusion: Conclusion): Promise<Ended> {
	const { trail, context } = run;
	const { ending, support } = await trail.step('ended', undefined, async () => {
		const endedEntry = await judgeConclusion(run, conclusion);
		throwIfStopped(run);
		// In parallel with the memory. `leave` waits for it, and reports its fault.
		recordViolations(run, [...run.guardrails, ...endedEntry.violations]).catch(() => undefined);
		await rememberTurn(run, endedEntry.ending);
		return endedEntry;
	});
	await trail.secure();
	if (isReal(run.parts) && !run.caller && trail.entries.some(({ kind }) => kind === 'suspended')) await run.parts.runs?.settle(run.id);
	trail.conclude();
	const cited = collectCitations(ending.reply, context.passages);
	const isPart = ending.kind === 'needs-human' && (ending.reason === 'promised' || (ending.reason === 'not-covered' && cited.length > 0));
	const answers = ending.kind === 'reply' || isPart || (ending.kind === 'limit-reached' && ending.partial);
	if (answers) run.answer = ending.reply;
	const citations = run.handedOver?.outcome.citations ?? (answers ? await hideOthers(run, cited) : []);
	const structured = answers ? await restoreOutput(run, ending.reply) : undefined;
	const measured = run.handedOver?.outcome.support ?? (await restoreSupport(run, support));
	return { ...ending, reply: await restoreForAsker(run, ending.reply), ...structured, citations, ...(measured && { support: measured }) };
}

export type Ended = Ending & { citations: Citation[]; support?: Support; output?: JsonValue };

async function restoreSupport(run: Run, support: Support | undefined): Promise<Support | undefined> {
	if (!support) return undefined;
	const restored = support.statements.map(async (statement) => ({ ...statement, text: await restoreForAsker(run, statement.text) }));
	return { ...support, statements: await Promise.all(restored) };
}
