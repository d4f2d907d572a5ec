import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	describeEvaluation,
	evaluationKind,
	type EvaluationStatement,
	signEvaluation,
} from '../../manifests/evidence/evaluation-statement';
import { readEvidence } from '../../manifests/evidence/read-evidence';
import type { Registry } from '../../manifests/registry/registry';
import type { SnapshotDocument } from '../../manifests/documents/snapshot-document';
import { signToken, type SigningKey } from '../../manifests/token/sign-token';
import { createKeySigner } from '../../manifests/token/signer';
import {
	ada,
	bob,
	claimsOf,
	gatherPeople,
	listOfFiles,
	type RegistryPeople,
	type SignedManifest,
} from '../support/registry/registry-people';
import { openRegistry } from '../../manifests/registry/open-registry';

const nowMs = Date.UTC(2026, 10, 20, 12);
const day = 86_400_000;
let people: RegistryPeople;
let folder: string;
let registry: Registry;

beforeAll(async () => {
	people = await gatherPeople({ nowMs });
});
beforeEach(async () => {
	folder = mkdtempSync(join(tmpdir(), 'troupe-evaluated-'));
	registry = await openRegistry({ database: join(folder, 'r.db'), root: people.root, keys: people.signers, clock: () => nowMs });
	await registry.setPolicy(bob, { evaluations: [{ set: 'Support', minPass: 0.9, notWorseThanApproved: true, maxAge: 'P7D' }] });
});
afterEach(async () => {
	await registry.close();
	rmSync(folder, { recursive: true, force: true });
});

const contentOf = ({ token }: SignedManifest) => claimsOf<{ content: string }>(token).content;
const cases = (count: number, failed: number[] = []) =>
	Array.from({ length: count }, (_, index) => ({
		case: `case ${index}`,
		passed: !failed.includes(index),
		score: failed.includes(index) ? 0 : 1,
	}));

const evaluate = (manifest: SignedManifest, more: Partial<EvaluationStatement> = {}, key?: SigningKey): Promise<string> =>
	sign({ id: manifest.name, version: manifest.version, sha256: createHash('sha256').update(contentOf(manifest)).digest('hex') }, more, key);

function sign(
	agent: EvaluationStatement['agent'],
	more: Partial<EvaluationStatement> = {},
	key: SigningKey = people.keys.author,
): Promise<string> {
	const statement: EvaluationStatement = {
		version: 1,
		set: { name: 'Support', sha256: 'a'.repeat(64) },
		recordings: { sha256: 'b'.repeat(64) },
		agent,
		cases: cases(20),
		evaluatedAt: new Date(nowMs - day).toISOString(),
		versions: { troupe: '0.0.0', node: '24.0.0' },
		...more,
	};
	return signEvaluation(statement, createKeySigner(key.keyId, key.privateKey));
}

/** @param bound the results that the approval names, if they differ from those that are sent */
async function approve(manifest: SignedManifest, sent: string[], bound = sent) {
	const evaluations = bound.map((token) => describeEvaluation(readEvidence('it', evaluationKind, Buffer.from(token), people.rootDocument)));
	const { sha256, name, version } = manifest;
	const yes = { ver: 1, manifest: sha256, package: name, version, approver: bob.subject, jti: sha256.slice(0, 8) };
	const token = signToken('troupe-approval+jwt', { ...yes, ...(evaluations.length > 0 && { evaluations }) }, people.keys.approver, {
		nowMs,
		days: 30,
	});
	return registry.approve(bob, sha256, { token, ...(sent.length > 0 && { evidence: sent }) });
}

async function publish(version: string): Promise<SignedManifest> {
	const definition = { id: 'support', version, name: 'Support', purpose: 'Answers.', capabilities: [], prompt: 'Answer.' };
	const manifest = people.agent('support', version, { content: JSON.stringify(definition), purpose: 'Answers.', capabilities: [] });
	await registry.publish(ada, { token: manifest.token });
	return manifest;
}

const refusal = (problem: RegExp) => ({
	code: 'APPROVAL_REFUSED',
	details: expect.objectContaining({ reason: 'evaluation' }),
	message: expect.stringMatching(problem),
});

test('an agent is approved with a result that holds, and the approval names it', async () => {
	const first = await publish('1.0.0');
	await expect(approve(first, [])).rejects.toMatchObject(refusal(/has no result of support 1\.0\.0/));
	expect(await approve(first, [await evaluate(first, { cases: cases(20, [3]) })])).toMatchObject({ state: 'approved' });
	const { approvalTokens } = await registry.manifest(bob, first.sha256);
	expect(claimsOf(approvalTokens[0]!)).toMatchObject({ evaluations: [{ set: 'Support', passed: 19, cases: 20 }] });
	// What approvals have to show is the registry's to keep: machines of earlier versions read the snapshot too.
	expect(claimsOf<SnapshotDocument>((await registry.snapshot(bob))!.token).policy).toBeUndefined();
});

test('each case that fails is named', async () => {
	const first = await publish('1.0.0');
	await expect(approve(first, [await evaluate(first, { cases: cases(20, [3, 5, 7]) })])).rejects.toMatchObject(
		refusal(/17 of 20 cases of the set "Support" pass, 85 %; expected 90 %; fails: "case 3"; fails: "case 5"; fails: "case 7"/),
	);
	expect(await registry.manifest(bob, first.sha256)).toMatchObject({ state: 'draft' });
});

test('a version that is worse than the approved one is refused, by the interval', async () => {
	await registry.setPolicy(bob, { evaluations: [{ set: 'Support', minPass: 0.5, notWorseThanApproved: true }] });
	const [first, second] = [await publish('1.0.0'), await publish('1.1.0')];
	await approve(first, [await evaluate(first)]);
	await expect(approve(second, [await evaluate(second, { cases: cases(20, [1, 2, 3, 4, 5, 6]) })])).rejects.toMatchObject(
		refusal(/it is worse than 1\.0\.0 in the set "Support": cases that pass -0\.3 \(.*\).*passed with 1\.0\.0, fails: "case 1"/),
	);
	// One case of twenty can fail by chance.
	expect(await approve(second, [await evaluate(second, { cases: cases(20, [1]) })])).toMatchObject({ state: 'approved' });
});

test('with too few cases for an interval, none may fail that passed', async () => {
	const [first, second] = [await publish('1.0.0'), await publish('1.1.0')];
	await registry.setPolicy(bob, { evaluations: [{ set: 'Support', minPass: 0, notWorseThanApproved: true }] });
	await approve(first, [await evaluate(first, { cases: cases(5, [0]) })]);
	await expect(approve(second, [await evaluate(second, { cases: cases(5, [2]) })])).rejects.toMatchObject(
		refusal(/passed with 1\.0\.0, fails: "case 2"/),
	);
	expect(await approve(second, [await evaluate(second, { cases: cases(5, [0]) })])).toMatchObject({ state: 'approved' });
});

test('other cases say nothing: the approved version is evaluated with them too', async () => {
	const [first, second] = [await publish('1.0.0'), await publish('1.1.0')];
	await approve(first, [await evaluate(first)]);
	const set = { name: 'Support', sha256: 'c'.repeat(64) };
	const result = await evaluate(second, { set });
	await expect(approve(second, [result])).rejects.toMatchObject(refusal(/no result of the approved support 1\.0\.0 for the same cases/));
	expect(await approve(second, [result, await evaluate(first, { set })])).toMatchObject({ state: 'approved' });
});

test.each<[string, (manifest: SignedManifest) => Promise<string[]>, RegExp]>([
	['too old', async (one) => [await evaluate(one, { evaluatedAt: new Date(nowMs - 8 * day).toISOString() })], /more than P7D ago/],
	['from the future', async (one) => [await evaluate(one, { evaluatedAt: new Date(nowMs + day).toISOString() })], /in the future/],
	[
		'of another definition',
		async (one) => [await evaluate(one, { agent: { id: one.name, version: one.version, sha256: 'd'.repeat(64) } })],
		/has no result of support 1\.0\.0/,
	],
	[
		'of another set',
		async (one) => [await evaluate(one, { set: { name: 'Sales', sha256: 'a'.repeat(64) } })],
		/has no result of support 1\.0\.0 .*; there are "Sales" of support 1\.0\.0/,
	],
])('a result that is %s does not count', async (_what, make, problem) => {
	const first = await publish('1.0.0');
	await expect(approve(first, await make(first))).rejects.toMatchObject(refusal(problem));
});

test('a result counts only signed by an author or approver, and only as the approval names it', async () => {
	const first = await publish('1.0.0');
	const [good, bad] = [await evaluate(first), await evaluate(first, { cases: cases(20, [1]) })];
	await expect(approve(first, [await evaluate(first, {}, people.keys.snapshot)], [good])).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
	await expect(approve(first, [`${good.slice(0, -4)}AAAA`], [good])).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
	await expect(approve(first, [bad], [good])).rejects.toMatchObject(refusal(/which was not sent/));
	await expect(approve(first, [good, bad], [good])).rejects.toMatchObject(refusal(/does not name the result/));
	await expect(approve(first, [people.approval(first)], [good])).rejects.toMatchObject({ code: 'TOKEN_INVALID' });
});

test('rules are checked, and what is not an agent needs no result', async () => {
	for (const rule of [{}, { set: '' }, { set: 'S', minPass: 2 }, { set: 'S', maxAge: '7 days' }, { set: 'S', worse: true }])
		await expect(registry.setPolicy(bob, { evaluations: [rule as never] })).rejects.toMatchObject({ code: 'INPUT_INVALID' });
	const tone = people.prompt('tone', '1.0.0');
	await registry.publish(ada, { token: tone.token });
	expect(await registry.approve(bob, tone.sha256, { token: people.approval(tone) })).toMatchObject({ state: 'approved' });
});

const clerk = (id = 'clerk') => ({ id, version: '1.0.0', sha256: createHash('sha256').update(id).digest('hex') });

/** Publishes a package with agents. */
async function publishPackage(version: string, agents = [clerk()], name = 'n8n-nodes-troupe'): Promise<SignedManifest> {
	const manifest = people.package(name, version, { agents });
	await registry.publish(ada, { token: manifest.token, fileList: listOfFiles.content });
	return manifest;
}
const evaluateClerk = (troupe: string, more: Partial<EvaluationStatement> = {}, agent = clerk()) =>
	sign(agent, { versions: { troupe, node: '24.0.0' }, ...more });

test('a rule applies to the agents of a package if it says so', async () => {
	const silent = await publishPackage('1.0.0');
	expect(await approve(silent, [])).toMatchObject({ state: 'approved' });
	await registry.setPolicy(bob, { evaluations: [{ set: 'Support', packages: true }] });
	const two = await publishPackage('1.1.0', [clerk(), clerk('desk')]);
	await expect(approve(two, [await evaluateClerk('1.1.0')])).rejects.toMatchObject(
		refusal(/desk: the set "Support" has no result of desk 1\.0\.0 \(definition \w+, evaluated by Troupe 1\.1\.0\)/),
	);
	const failing = await evaluateClerk('1.1.0', { cases: cases(20, [4]) }, clerk('desk'));
	await expect(approve(two, [await evaluateClerk('1.1.0'), failing])).rejects.toMatchObject(
		refusal(/n8n-nodes-troupe 1\.1\.0 cannot.*: desk: 19 of 20 cases .* pass.*; desk: fails: "case 4"/),
	);
	const both = [await evaluateClerk('1.1.0'), await evaluateClerk('1.1.0', {}, clerk('desk'))];
	expect(await approve(two, both)).toMatchObject({ state: 'approved' });
});

test('an agent of Troupe that stays the same is compared in what runs it', async () => {
	await registry.setPolicy(bob, {
		evaluations: [{ set: 'Support', agent: 'clerk', packages: true, minPass: 0, notWorseThanApproved: true }],
	});
	const [first, second] = [await publishPackage('1.0.0'), await publishPackage('1.1.0')];
	await approve(first, [await evaluateClerk('1.0.0')]);
	await expect(approve(second, [await evaluateClerk('1.0.0')])).rejects.toMatchObject(
		refusal(/no result of clerk 1\.0\.0 \(definition \w+, evaluated by Troupe 1\.1\.0\); there are .*by Troupe 1\.0\.0/),
	);
	await expect(approve(second, [await evaluateClerk('1.1.0', { cases: cases(20, [1, 2, 3, 4, 5, 6]) })])).rejects.toMatchObject(
		refusal(/clerk: it is worse than 1\.0\.0 with Troupe 1\.0\.0 in the set "Support"/),
	);
	expect(await approve(second, [await evaluateClerk('1.1.0')])).toMatchObject({ state: 'approved' });
});

test('an agent in a package of others is evaluated by any version of Troupe, and a rule about another agent demands nothing', async () => {
	await registry.setPolicy(bob, { evaluations: [{ set: 'Support', agent: 'clerk', packages: true }] });
	const others = await publishPackage('3.0.0', [clerk('desk')], 'n8n-nodes-others');
	expect(await approve(others, [])).toMatchObject({ state: 'approved' });
	const theirs = await publishPackage('3.1.0', [clerk()], 'n8n-nodes-others');
	await expect(approve(theirs, [])).rejects.toMatchObject(refusal(/clerk: the set "Support" has no result/));
	expect(await approve(theirs, [await evaluateClerk('0.9.0')])).toMatchObject({ state: 'approved' });
});
