import { gt } from 'semver';
import { type ListedTemplate, listTemplates } from '../../providers/compose/templates/find-template';
import { openHost } from '../host';
import type { ExitCode } from '../terminal/report-error';
import { type Column, tableLines } from '../terminal/table-lines';
import { plain, type Terminal } from '../terminal/terminal';
import type { Installation } from './installation';
import { listInstallations } from './installed-folders';

/** Lists what can be installed and what is installed. */
export async function runTemplateList({ json }: { json?: boolean }, terminal: Terminal): Promise<ExitCode> {
	const templates = await listTemplates(await openHost(terminal));
	const installed = listInstallations(terminal).map((one) => describeInstallation(one, templates));
	if (json) {
		terminal.print(JSON.stringify({ templates, installed }, null, '\t'));
		return 0;
	}
	tableLines(columns, templates, terminal).forEach(terminal.print);
	for (const { template, version, folder, update } of installed) {
		const news = update === undefined ? '' : `; ${update} is available: troupe template install ${template} --to ${folder}`;
		terminal.note(plain(`installed: ${template} ${version} in ${folder}${news}`));
	}
	return 0;
}

interface Installed extends Pick<Installation, 'template' | 'version'> {
	folder: string;
	/** The newer version that can be installed, if there is one. */
	update?: string;
}

function describeInstallation(
	{ template, version, folder }: Installation & { folder: string },
	templates: readonly ListedTemplate[],
): Installed {
	const offered = templates.find(({ id }) => id === template)?.version;
	return { template, version, folder, ...(offered !== undefined && gt(offered, version) && { update: offered }) };
}

const columns: Array<Column<ListedTemplate>> = [
	{ name: 'template', title: 'Template', value: ({ id }) => id },
	{ name: 'version', title: 'Version', value: ({ version, isDeprecated }) => (isDeprecated ? `${version} (deprecated)` : version) },
	{ name: 'source', title: 'From', value: ({ source }) => source },
	{ name: 'purpose', title: 'Purpose', value: ({ purpose }) => purpose },
];
