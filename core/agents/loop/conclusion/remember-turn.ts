import { mapTexts } from '../../../base/text/map-texts';
import { advance } from '../../../guardrails/policy/conversation-state';
import { withoutTypedTokens } from '../run/restore-for-asker';
import { hideRemembered } from '../run/hide-remembered';
import type { Run } from '../run/run';
import { keepHolder } from '../team/held-conversation';
import { describeDecided } from '../trail/list-approved';
import { listOrigins } from '../trail/list-origins';
import { listSensitivity } from '../trail/list-sensitivity';
import type { Ending } from '../trail/trail-entry';

export async function rememberTurn(run: Run, ending: Ending): Promise<void> {
	const { parts, conversationId, person } = run;
	const { vault } = run.context;
	if (parts.mode === 'dry-run') return;
	await keepHolder(run);
	if (run.caller) return;
	const { memory, conversations, clock } = parts;
	if (!memory && !conversations) return;
	const reply = await vault.restore(ending.reply);
	await conversations?.change(conversationId, (state) => advance(state, reply));
	const isAnswered = ending.kind === 'reply' || ending.kind === 'needs-human' || (ending.kind === 'limit-reached' && ending.partial);
	if (!memory || !isAnswered) return;
	// Providers refuse a turn without text, and a photo without a caption is not stored.
	const message =
		(await withoutTypedTokens(run, run.message)) || (await vault.restore(run.trail.recorded('prepared')?.message ?? '')) || '[image]';
	const from = listOrigins(run.trail.entries);
	const origins = run.trail.recorded('prepared')?.origins ?? [];
	const said = { message: await hideRemembered(run, message), reply: await hideRemembered(run, reply) };
	const sensitivity = listSensitivity(run.trail.entries);
	const labels = { ...(origins.length > 0 && { origins }), ...(from.length > 0 && { from }), ...(sensitivity && { sensitivity }) };
	const decided = await mapTexts(describeDecided(run.trail.entries), async (text) => hideRemembered(run, await vault.restore(text)));
	const turn = { ...said, ...labels, ...decided, at: clock.now() };
	await memory.remember({ conversationId, person }, turn);
}
