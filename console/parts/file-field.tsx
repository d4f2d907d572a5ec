import { useId } from 'preact/hooks';

interface FileFieldProps {
	label: string;
	help?: string;
	accept?: string;
	isMultiple?: boolean;
	onChange: (files: File[]) => void;
}

/** Takes files by the browser's own field: chosen, or dropped on it. */
export function FileField({ label, help, accept, isMultiple = false, onChange }: FileFieldProps) {
	const id = useId();
	return (
		<span class="field wide">
			<label for={id}>{label}</label>
			<input
				id={id}
				type="file"
				accept={accept}
				multiple={isMultiple}
				aria-describedby={help === undefined ? undefined : `${id}-help`}
				onChange={({ currentTarget }) => onChange([...currentTarget.files!])}
			/>
			{help !== undefined && (
				<span id={`${id}-help`} class="quiet">
					{help}
				</span>
			)}
		</span>
	);
}
