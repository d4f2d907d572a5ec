import { agentsWords as words } from '../agents-words';

/** The registry compares at most three new versions with the old one. */
const maxFurther = 2;

interface FurtherVersionsProps {
	versions: string[];
	chosen: string[];
	choose: (versions: string[]) => void;
}

export const FurtherVersions = ({ versions, chosen, choose }: FurtherVersionsProps) =>
	versions.length === 0 ? null : (
		<fieldset>
			<legend>{words('furtherVersions')}</legend>
			{versions.map((version) => (
				<label key={version} class="check">
					<input
						type="checkbox"
						checked={chosen.includes(version)}
						disabled={chosen.length >= maxFurther && !chosen.includes(version)}
						onChange={({ currentTarget }) => choose(currentTarget.checked ? [...chosen, version] : chosen.filter((one) => one !== version))}
					/>{' '}
					{version}
				</label>
			))}
			<p class="quiet">{words('furtherHelp')}</p>
		</fieldset>
	);
