import { may } from '../../api/session';
import { Heading } from '../../parts/heading';
import { Credentials } from './credentials';
import { Doctor } from './doctor';
import { healthWords as words } from './health-words';
import { LogErrors } from './log-errors';
import { Machines } from './machines';
import { Readiness } from './readiness';
import { Switches } from './switches';
import { Work } from './work';

/** Shows what is wrong, the worst first: the service, machines and workers, what doctor finds, errors, work that waits, credentials that end, and what is off. */
export default function HealthRoom() {
	return (
		<>
			<div class="page-head">
				<Heading>{words('title')}</Heading>
			</div>
			<Readiness />
			{may('switch:manage') && <Switches />}
			{may('doctor:read') && <Machines />}
			{may('doctor:read') && <Doctor />}
			{may('log:read') && <LogErrors />}
			{may('credential:manage') && <Credentials />}
			{may('work:manage') && <Work />}
		</>
	);
}
