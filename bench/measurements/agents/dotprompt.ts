/** Measures the share of prompts that are rendered as the specification of Dotprompt says. Goal: 1. Cases of ours are compared with the reference implementation; those of the specification are played too where DOTPROMPT_SPEC is the folder `spec` of its checkout. */
import { isDeepStrictEqual } from 'node:util';
import { getErrorMessage } from '../../../core/base/errors';
import { renderDotprompt, type RenderCall } from '../../../core/prompts/dotprompt/dotprompt';
import { openReference } from '../../peers/dotprompt';
import { cases } from '../../prompts/cases';
import { readSpecification } from '../../prompts/read-specification';

interface Case {
	name: string;
	call: RenderCall;
	expected: Record<string, unknown>;
}

export async function run(): Promise<number> {
	const folder = process.env.DOTPROMPT_SPEC;
	const all = [...(await playReference()), ...(folder ? readSpecification(folder) : [])];
	const failed: string[] = [];
	for (const { name, call, expected } of all) {
		const fault = await findFault(call, expected);
		if (fault) failed.push(`${name}: ${fault}`);
	}
	for (const fault of failed) console.log(fault.slice(0, 1000));
	console.log(`${all.length - failed.length} of ${all.length} prompts${folder ? ', with those of the specification' : ''}`);
	return Math.floor((1 - failed.length / all.length) * 1000) / 1000;
}

async function playReference(): Promise<Case[]> {
	const render = await openReference();
	const played: Case[] = [];
	for (const [name, call] of Object.entries(cases)) played.push({ name, call, expected: await render(call) });
	return played;
}

/** Compares all but the input, which a rendering uses up. */
async function findFault(call: RenderCall, expected: Record<string, unknown>): Promise<string | undefined> {
	try {
		const rendered = comparable(await renderDotprompt(call, 'The prompt'), expected);
		const wanted = comparable({ ext: {}, config: {}, metadata: {}, ...expected }, expected);
		return isDeepStrictEqual(rendered, wanted) ? undefined : `${JSON.stringify(rendered)} where ${JSON.stringify(wanted)} is expected`;
	} catch (error) {
		return getErrorMessage(error);
	}
}

/** As a reader of JSON sees it; the head as it was written counts where a case has it. */
function comparable(rendered: object, { raw }: Record<string, unknown>): unknown {
	const { input: _, raw: written, ...others } = rendered as Record<string, unknown>;
	return JSON.parse(JSON.stringify({ ...others, ...(raw !== undefined && { raw: written }) }));
}
