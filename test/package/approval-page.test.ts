import { openTypedPage, type TypedPage } from '../support/typed-page';

jest.setTimeout(240_000);

/** The commands of the page, in order, after those that set up a registry, an agent and its cases. */
let page: TypedPage;
beforeAll(async () => {
	page = await openTypedPage('docs/manifests/evaluations.md', { TROUPE_KEY_PASSPHRASE: 'a long passphrase' });
	await page.type(prepared);
});
afterAll(() => page?.close());

const prepared = `
troupe manifest init site --author ada@example.com --approver grace@example.com
TROUPE_HOME=site/server troupe serve --no-engine > registry.log 2>&1 &
until grep -q 'is ready' registry.log; do sleep 0.2; done
cat > returns.json <<'END'
{
	"id": "returns", "version": "1.1.0", "name": "Returns", "purpose": "Answers customers.", "prompt": "Answer.",
	"model": { "route": [], "extractive": true }, "guardrails": { "personalData": { "types": [] } }, "limits": { "wallClockMs": 60000 }
}
END
cat > support.eval.yaml <<'END'
name: Support
agent: support
cases:
  - name: hands over what nobody wrote down
    input: { message: "Do you sell bicycles?" }
    expect: [{ assert: outcome, outcome: needs-human }]
END
troupe manifest publish returns.json --as site/people/ada@example.com
troupe manifest publish "$(dirname "$(dirname "$(realpath troupe)")")" --as-installed --as site/people/ada@example.com`;

it('refuses an agent without a result, and approves it with one', async () => {
	expect(await page.block('1. Demand results')).toMatch(/agents: the set "Support", at least 100 % pass, .*not older than P30D[^]*exit 0/);
	const approval = 'troupe manifest approve returns@1.1.0 --as site/people/grace@example.com';
	expect(await page.type(approval)).toMatch(/error: returns 1\.1\.0 cannot be approved .*has no result of returns 1\.1\.0[^]*exit 1/);
	expect(await page.block('2. Sign a result')).toMatch(/signed the result of returns 1\.1\.0 .* in support\.evaluation\.jwt[^]*exit 0/);
	expect(await page.block('3. Approve with it')).toMatch(/returns 1\.1\.0: approved[^]*exit 0/);
	expect(await page.type('troupe manifest show returns@1.1.0 --as site/admin')).toMatch(
		/relied on the evaluation Support, 1 of 1 case pass/,
	);
});

it("demands a result of an agent of Troupe's own package, and approves the package with it", async () => {
	const printed = await page.block('Agents of a package', 0, (commands) =>
		commands.replace(/^(?=troupe eval run)/m, `${approvePackage}\n`),
	);
	expect(printed).toMatch(/the agent support, in packages too: the set "Support"/);
	expect(printed).toMatch(/error: n8n-nodes-troupe \S+ cannot be approved .*support: the set "Support" has no result of support 1\.0\.0/);
	expect(printed).toMatch(/evaluation of support 1\.0\.0: Support, 1 of 1 case pass[^]*n8n-nodes-troupe \S+: approved[^]*exit 0/);
});

const approvePackage = 'troupe manifest approve "package:n8n-nodes-troupe@$(troupe --version)" --as site/people/grace@example.com';
