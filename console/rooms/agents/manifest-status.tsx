import { Status } from '../../parts/status';
import { agentsWords as words } from './agents-words';
import { type Manifest, manifestTones } from './registry';

export const ManifestStatus = ({ manifest: { state, approved, problems, successor, reason } }: { manifest: Manifest }) => (
	<>
		<Status tone={manifestTones[state]}>{words(state)}</Status>{' '}
		{approved === false && (state === 'approved' || state === 'deprecated') && <Status tone="bad">{words('refusedByGates')}</Status>}
		{successor !== undefined && <span class="quiet"> {words('goTo', successor)}</span>}
		{reason !== undefined && <p class="line quiet">{reason}</p>}
		{problems?.map((problem) => (
			<p key={problem} class="line">
				{problem}
			</p>
		))}
	</>
);
