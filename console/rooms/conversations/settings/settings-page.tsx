import { useEffect, useRef } from 'preact/hooks';
import { call } from '../../../api/call';
import { useQuery } from '../../../api/use-query';
import { go, pathOf, place } from '../../../app/router';
import { Empty } from '../../../parts/empty';
import { Fault } from '../../../parts/fault';
import { Select } from '../../../parts/fields';
import { Heading } from '../../../parts/heading';
import { Skeleton } from '../../../parts/skeleton';
import { language } from '../../../words/language';
import { RulesForm } from './rules-form';
import type { ChannelSettings } from './settings';
import { SettingsForm } from './settings-form';
import { SettingsHistory } from './settings-history';
import { settingsWords as words } from './settings-words';
import { TrialPart } from '../trial-part';
import { useChannels } from '../use-channels';

export function SettingsPage() {
	const [, channel] = place.value.rest;
	const channels = useChannels();
	const [first] = channels;
	useEffect(() => {
		if (channel === undefined && first !== undefined) go(pathOf('conversations', 'settings', first), { replace: true });
	}, [channel, first]);
	return (
		<>
			<div class="page-head">
				<Heading>{words('title')}</Heading>
			</div>
			{channels.length > 1 && (
				<div class="filters">
					<Select
						label={words('channel')}
						value={channel ?? ''}
						options={channels.map((value) => ({ value, text: value }))}
						onChange={(value) => go(pathOf('conversations', 'settings', value))}
					/>
				</div>
			)}
			{channel === undefined ? <Empty title={words('noChannel')} /> : <OfChannel key={channel} channel={channel} />}
		</>
	);
}

function OfChannel({ channel }: { channel: string }) {
	const path = `channels/${encodeURIComponent(channel)}/settings`;
	const { data, problem, reload } = useQuery(
		channel,
		(signal) => call<ChannelSettings>(`GET ${path}`, { query: { language: language.value }, signal }),
		{ every: 15_000 },
	);
	// A new language reads again, but typed text in the forms stays.
	const labelled = useRef(language.value);
	useEffect(() => {
		if (labelled.current === language.value) return;
		labelled.current = language.value;
		reload();
	}, [language.value]);
	if (!data) return problem ? <Fault problem={problem} retry={reload} /> : <Skeleton rows={6} />;
	// After any change, the forms restart from the current values.
	return (
		<>
			{problem && <Fault problem={problem} retry={reload} />}
			{data.absentAgents.length > 0 && <p class="talk-closed">{words('absent', data.absentAgents.join(', '))}</p>}
			<TrialPart data={data} path={path} reload={reload} />
			<div class="columns">
				<SettingsForm data={data} path={path} reload={reload} />
				<RulesForm data={data} path={path} reload={reload} />
			</div>
			<SettingsHistory path={path} number={data.number} reload={reload} />
		</>
	);
}
