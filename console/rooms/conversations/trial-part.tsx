import { useState } from 'preact/hooks';
import { may } from '../../api/session';
import { Dialog } from '../../parts/dialog';
import { Link } from '../../parts/link';
import { changeSettings } from './settings/change-settings';
import { type ChannelSettings, toText } from './settings/settings';
import { Preview } from './settings/settings-preview';
import { settingsWords as words } from './settings/settings-words';

/** A running trial: other values for some contacts, until a person keeps or ends it. */
export function TrialPart({ data, path, reload }: { data: ChannelSettings; path: string; reload: () => void }) {
	const [asked, setAsked] = useState<'keep' | 'end'>();
	const { trial, settings, number } = data;
	if (!trial) return null;
	const tried = settings.filter((one) => one.trial !== undefined && toText(one.trial) !== toText(one.value));
	return (
		<section class="card">
			<h2>{words('trial', trial.share)}</h2>
			<Preview changes={tried.map(({ label, value, trial: other }) => ({ name: label, before: toText(value), after: toText(other) }))} />
			<p>
				<Link to="conversations/report">{words('trialReport')}</Link>
			</p>
			{may('conversation:manage') && (
				<p class="actions">
					<button type="button" class="button main" onClick={() => setAsked('keep')}>
						{words('keep')}
					</button>
					<button type="button" class="button" onClick={() => setAsked('end')}>
						{words('end')}
					</button>
				</p>
			)}
			{asked && (
				<Dialog
					title={words(asked)}
					action={words(asked)}
					close={() => setAsked(undefined)}
					perform={() => changeSettings(`POST ${path}/${asked === 'keep' ? 'keep' : 'undo'}`, { number }, path, reload)}
				>
					<p>{words(asked === 'keep' ? 'keepLead' : 'endLead')}</p>
				</Dialog>
			)}
		</section>
	);
}
