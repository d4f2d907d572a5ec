import { knowledgeFromEnvironment } from '../../providers/compose/knowledge/knowledge-host';
import { forgetTenant } from '../../service/operations/privacy/forget-tenant';
import { openContactHost } from '../contacts/export-run';
import { openHost } from '../host';
import { callOperation } from '../services/call-operation';
import { confirmedByPerson } from '../terminal/confirm';
import type { ExitCode } from '../terminal/report-error';
import { printable, type Terminal } from '../terminal/terminal';

export interface ForgetTenantOptions {
	reason: string;
	yes?: boolean;
	json?: boolean;
}

/** Removes a tenant as a whole. It asks no gate: customers have a right to leave. */
export async function runForgetTenant(
	tenant: string,
	{ reason, yes, json }: ForgetTenantOptions,
	terminal: Terminal,
	open = openHost,
): Promise<ExitCode> {
	const question = `Remove everything of the tenant ${tenant}, with its people, knowledge, settings and audit log? This cannot be undone.`;
	if (!(await confirmedByPerson(printable(question), { yes }, terminal))) return 1;
	const answer = await callOperation(forgetTenant, { tenant, reason }, terminal, async () => ({
		...(await openContactHost(terminal, open)),
		...knowledgeFromEnvironment(terminal.environment),
	}));
	const { receipt, elsewhere } = answer;
	if (json) terminal.print(JSON.stringify(answer));
	else {
		for (const { place, removed, stays } of receipt?.places ?? [])
			terminal.print(printable(`${place}: ${stays === undefined ? `${removed} removed` : `stays: ${stays}`}`));
		for (const { name } of elsewhere) terminal.note(printable(`Not reached from here: ${name}`));
		if (receipt) terminal.print(printable(`${receipt.at} ${receipt.subject} sha256 ${receipt.sha256}`));
	}
	if (receipt) return 0;
	terminal.note(printable(`Nothing of the tenant ${tenant} was found: check its name (troupe tenant list).`));
	return 1;
}
