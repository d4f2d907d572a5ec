import { gt } from 'semver';
import type { ListedTemplate } from '../../providers/compose/templates/find-template';
import type { Installation } from '../../providers/compose/templates/installation';
import { listInstallableTemplates } from '../../service/operations/agents/templates';
import { callOperation } from '../services/call-operation';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { printable, type Terminal } from '../terminal/terminal';
import { listInstallations } from './installed-folders';
import { openTemplateHost } from './template-host';

export async function runTemplateList({ json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const { items: templates } = await callOperation(listInstallableTemplates, {}, terminal, openTemplateHost);
	const installed = listInstallations(terminal).map((one) => describeInstallation(one, templates));
	if (json) {
		terminal.print(JSON.stringify({ templates, installed }, null, '\t'));
		return 0;
	}
	tableLines(columns, templates, terminal).forEach(terminal.print);
	for (const one of installed) terminal.note(printable(`installed: ${one.template} ${one.version} in ${one.folder}${describeNews(one)}`));
	return 0;
}

interface Installed extends Pick<Installation, 'template' | 'version'> {
	folder: string;
	/** The newer version that can be installed, if there is one. */
	update?: string;
	/** The version that is installed now, if this one was deprecated or revoked. */
	insteadOf?: string;
}

function describeNews({ template, folder, update, insteadOf }: Installed): string {
	const command = `troupe template install ${template} --into ${folder}`;
	if (insteadOf !== undefined) return `; this version was withdrawn. For ${insteadOf}: ${command} --allow-older`;
	return update === undefined ? '' : `; ${update} is available: ${command}`;
}

function describeInstallation(
	{ template, version, folder }: Installation & { folder: string },
	templates: readonly ListedTemplate[],
): Installed {
	const offer = templates.find(({ id }) => id === template);
	if (offer === undefined || offer.version === version) return { template, version, folder };
	if (gt(offer.version, version)) return { template, version, folder, update: offer.version };
	return { template, version, folder, ...(offer.source === 'registry' && { insteadOf: offer.version }) };
}

const columns: Array<Column<ListedTemplate>> = [
	{ name: 'template', title: 'Template', value: ({ id }) => id },
	{ name: 'version', title: 'Version', value: ({ version, isDeprecated }) => (isDeprecated ? `${version} (deprecated)` : version) },
	{ name: 'source', title: 'From', value: ({ source }) => source },
	{ name: 'purpose', title: 'Purpose', value: ({ purpose }) => purpose },
];
