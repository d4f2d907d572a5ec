import { personalDataTypes } from '../../guardrails/personal-data/types';
import { createEvaluationVault } from '../traffic/evaluation-vault';
import { hideSecretsIn } from '../traffic/hide-private';

/** Bounds the judge's cost. */
const maxLength = 20_000;

/** Masks personal data of all types, and secrets. Equal values get equal tokens; no vault restores them. */
export async function maskRun<Texts extends { run: string; message: string; reply: string; sources: string }>(run: Texts): Promise<Texts> {
	const vault = createEvaluationVault([...personalDataTypes], run.run);
	const mask = async (text: string) => (await vault.mask(text.slice(0, maxLength))).text;
	const texts = { message: await mask(run.message), reply: await mask(run.reply), sources: await mask(run.sources) };
	return { ...run, ...(await hideSecretsIn(texts)) };
}
