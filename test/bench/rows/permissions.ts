import { readManifest } from '../../e2e/harness/build.ts';
import type { Row } from '../row.ts';

export const PERMISSION_ROWS = ['permissions at install'] as const;

const GOAL = ['storage', 'sidePanel', 'alarms', 'https://mail.google.com/*'];
/** Signing in to Outreach takes it. */
const TOLERATED = 'identity';

/** Read from the build: what the browser grants without asking. */
export async function readPermissions(): Promise<Row[]> {
  const { permissions, host_permissions: hosts } = readManifest();
  const granted = [...permissions, ...hosts];
  const extra = granted.filter((one) => !GOAL.includes(one) && one !== TOLERATED);
  return [
    {
      row: PERMISSION_ROWS[0],
      goal: `${GOAL.join(', ')} (+ identity when OAuth needs it)`,
      ours: granted.join(', '),
      peers: [],
      isMet: extra.length === 0,
      note: extra.length > 0 ? `more than planned: ${extra.join(', ')}` : '',
      numbers: { granted },
    },
  ];
}
