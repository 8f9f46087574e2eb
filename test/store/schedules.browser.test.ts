import fc from 'fast-check';
import { it } from 'vitest';
import { openDatabase } from '../../lib/store/database';
import { SCHEDULES } from './schedules/commands';
import { judge } from './schedules/judge';

it('x', async () => {
  const name = `schedules-${crypto.randomUUID()}`;
  const rows = await openDatabase(name);
  void fc;
  void rows;
  void judge;
  void SCHEDULES;
});
