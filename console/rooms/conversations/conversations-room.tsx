import { may } from '../../api/session';
import { place } from '../../app/router';
import { Tabs } from '../../parts/tabs';
import { DeliveriesPage } from './deliveries-page';
import { ReportPage } from './report/report-page';
import { SettingsPage } from './settings/settings-page';
import { TalkList } from './talk-list';
import { TalkPage } from './talk/talk-page';
import { talksWords as words } from './talks-words';
import { VersionsPage } from './versions-page';

const parts = { report: ReportPage, settings: SettingsPage, versions: VersionsPage, deliveries: DeliveriesPage };
const isPart = (name: string): name is keyof typeof parts => Object.hasOwn(parts, name);

export default function ConversationsRoom() {
	const [part] = place.value.rest;
	if (part !== undefined && !isPart(part)) return <TalkPage key={part} id={part} />;
	const Part = part === undefined ? TalkList : parts[part];
	const more = { versions: may('registry:read'), deliveries: may('channel:manage') };
	const names: Array<keyof typeof parts> = ['report', 'settings', ...(['versions', 'deliveries'] as const).filter((name) => more[name])];
	const tabs = [
		{ to: 'conversations', text: words('talks'), isCurrent: part === undefined },
		...names.map((name) => ({ to: `conversations/${name}`, text: words(name), isCurrent: part === name })),
	];
	return (
		<>
			<Tabs label={words('parts')} items={tabs} />
			<Part />
		</>
	);
}
