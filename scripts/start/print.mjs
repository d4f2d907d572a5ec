/** Answers and addresses, for people. */
import { stripVTControlCharacters } from 'node:util';

/** @param {{ path: string, outcome: object, durationMs: number, waitsFor?: string }} answer */
export function printAnswer({ path, outcome, durationMs, waitsFor }) {
	const { kind, reply, citations, usage, guardrails, manifest } = outcome;
	console.log(`\n── ${path}: ${kind}, ${durationMs} ms ──`);
	console.log(indent(reply));
	if (citations.length > 0) console.log('  Citations');
	for (const { number, title, documentId } of citations) console.log(`    [${number}] ${title} (${documentId})`);
	console.log(`  Usage      ${usageLine(usage)}`);
	for (const { model, ok, errorCode } of usage.attempts) if (!ok) console.log(`  Failed     ${model}: ${errorCode}`);
	for (const { guardrail, stage, action, matches } of guardrails) {
		console.log(`  Guardrail  ${guardrail} (${stage}): ${[action, matches.map(({ type }) => type).join(', ')].join(' ').trimEnd()}`);
	}
	console.log(`  Manifest   ${manifest.package} ${manifest.version}, sha256 ${manifest.sha256.slice(0, 16)}…, signed by ${manifest.keyId}`);
	if (manifest.development)
		console.log('             under a development root, which this machine made for itself: not a release of the maintainers.');
	if (waitsFor) console.log(`  Waiting    for a person: the user task "${waitsFor}" is open.`);
}

export function printPlaces({ n8n, serve, home }) {
	console.log('\n── Open ──');
	console.log(`  Editor     ${n8n.url}/workflow/${n8n.workflow.id}`);
	console.log(`             sign in as ${n8n.owner.email}, password ${n8n.owner.password}`);
	console.log(`  Service    ${serve.url}/openapi.json (Camunda 8's REST API under ${serve.url}/v2)`);
	console.log(`  Logs       ${home}/logs`);
}

function usageLine({ model, inputTokens, outputTokens, estimated, costUsd, durationMs }) {
	const tokens = `${inputTokens} + ${outputTokens} tokens${estimated ? ' (estimated)' : ''}`;
	return `${model ?? 'no model'}, ${tokens}, ${costUsd === null ? 'cost unknown' : `US$ ${costUsd.toFixed(4)}`}, ${Math.round(durationMs)} ms`;
}

function indent(text) {
	return stripVTControlCharacters(text).replace(/^/gm, '  ');
}
