/** Prints answers and addresses. */
import { join } from 'node:path';
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
	if (manifest.development) console.log('             under a development root of this machine, not a release of the maintainers.');
	if (waitsFor) console.log(`  Waiting    for a person: the user task "${waitsFor}" is open.`);
}

/** @param {{ n8n: { url: string }, serve: { url: string, tokenFile?: string }, owner: { email: string }, ownerFile: string, home: string }} places */
export function printPlaces({ n8n, serve, owner, ownerFile, home }) {
	console.log('\n── Addresses ──');
	console.log(`  n8n        ${n8n.url} (${owner.email}, password in ${ownerFile})`);
	console.log(`  Chat page  ${n8n.url}/webhook/start-here/chat`);
	console.log(`  Service    ${serve.url}/openapi.json (Camunda 8's REST API under ${serve.url}/v2)`);
	if (serve.tokenFile) console.log(`             its callers send the token in ${serve.tokenFile}`);
	console.log(`  Logs       ${join(home, 'logs')}`);
}

/** Prints the last lines: what to open first, and what to do there. @param {{ link: string, consoleLink: string, examples: boolean, host: string }} options */
export function printFirstSteps({ link, consoleLink, examples, host }) {
	console.log('\n── Open this first ──');
	console.log(`  ${link}`);
	console.log('  It opens the workflow "Start here" in n8n and signs you in. It works once, in a browser on this machine.');
	if (host !== '127.0.0.1') console.log('  On another machine, sign in with the e-mail address and the password above.');
	console.log('\n── Then ──');
	console.log('  1. Press "Open chat" below the canvas and ask: How long do I have to return a coffee machine?');
	console.log('  2. Follow the notes on the canvas. They show what to change first.');
	if (examples) console.log('  3. Choose "Templates" on the left for an example of every Troupe node.');
	console.log('\n── See what it did, and what it cost ──');
	console.log(`  ${consoleLink}`);
	console.log('  It opens the console of `troupe serve`, once, within ten minutes. Another link: troupe console.');
	console.log('\nPress Ctrl-C to stop.');
}

function usageLine({ model, inputTokens, outputTokens, estimated, costUsd, durationMs }) {
	const tokens = `${inputTokens} + ${outputTokens} tokens${estimated ? ' (estimated)' : ''}`;
	return `${model ?? 'no model'}, ${tokens}, ${costUsd === null ? 'cost unknown' : `US$ ${costUsd.toFixed(4)}`}, ${Math.round(durationMs)} ms`;
}

function indent(text) {
	return stripVTControlCharacters(text).replace(/^/gm, '  ');
}
