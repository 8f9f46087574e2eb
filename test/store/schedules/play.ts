import { isUnderway } from '../../../lib/domain/edit';
import type { Database } from '../../../lib/store/database';
import { STORES } from '../../../lib/store/rows';
import type { Weather } from '../store';
import { newWeather } from '../store';
import type { Happening, Schedule } from './commands';
import { CrmServer } from './crm-server';
import { changeAsColleague } from './desk';
import type { CallKind, Fault } from './faulty-crm';
import { createMessages } from './messages';
import { createNotes } from './notes';
import type { Course } from './record';
import { createCreating, PEOPLE } from './rep-creations';
import { createEditing } from './rep-edits';
import { createTurns } from './turns';
import { createValues } from './values';
import type { Breakage, Worker } from './worker';
import { startWorker } from './worker';

/** More turns than any amount of work takes: whoever needs more never ends. */
const ENDLESS = 4_000;
/** Rounds of healing after which everything must be settled. */
const ROUNDS = 60;

/** Where schedules take place: a database of that name, and the panel's own view of it. */
export interface Stage {
  name: string;
  rows: Database;
}

/** Lets a schedule happen, then lets everything heal; resolves to what happened. Wipes the database first. */
export async function play(stage: Stage, schedule: Schedule, breakage?: Breakage): Promise<Course> {
  const { name, rows } = stage;
  const weather: Weather = newWeather();
  const server = new CrmServer(() => weather.now, schedule.areContactsUnique);
  const turns = createTurns(() => weather.now, schedule.picks);
  const values = createValues();
  const faults = structuredClone(schedule.faults);
  const course: Course = {
    server,
    intents: [],
    decisions: [],
    questions: [],
    wishes: [],
    similar: [],
    staying: new Set(),
    heldUp: new Set(),
    accusations: [],
    story: [],
  };
  await rows.change(async (tx) => {
    for (const store of STORES) tx.clear(store);
    for (const record of server.opportunities.values()) tx.put('opportunities', record);
  });

  const { tell, written } = createNotes(course, () => weather.now);

  function nextFault(call: CallKind): Fault {
    const fault = faults[call].shift() ?? 'none';
    if (fault !== 'none') tell(`  fault: ${fault}`);
    return fault;
  }

  const start = () =>
    startWorker({
      name,
      server,
      turns,
      weather,
      nextFault,
      written,
      accuse: (what) => void course.accusations.push(what),
      ...(breakage ? { breakage } : {}),
    });
  let worker: Worker = await start();
  const messages = createMessages();
  const desk = { course, rows, values, messages, worker: () => worker, timeNow: () => weather.now };
  const rep = { ...createEditing(desk), ...createCreating(desk) };

  async function revive(): Promise<void> {
    if (!worker.life.isDead) return;
    tell('the worker has died; the next starts');
    await worker.close();
    worker = await start();
    void worker.resume();
    rep.forgetTwins();
    messages.sendAgain();
  }

  function wakeUp(ms: number): void {
    weather.now += ms;
    const due = weather.wakeUps.filter((at) => at <= weather.now);
    weather.wakeUps = weather.wakeUps.filter((at) => at > weather.now);
    if (due.length > 0) void worker.resume();
  }

  async function happen(happening: Happening): Promise<string> {
    switch (happening.do) {
      case 'edit':
        return rep.edit(happening);
      case 'undo':
        return rep.undo(happening);
      case 'decide':
        return rep.decideEdit(happening);
      case 'resolve':
        return rep.resolveEdit(happening);
      case 'create':
        return rep.create(happening);
      case 'undo creation':
        return rep.undoCreation(happening);
      case 'decide creation':
        return rep.decideCreation(happening);
      case 'resolve creation':
        return rep.resolveCreation(happening);
      case 'colleague':
        return changeAsColleague(course, values, happening.which, happening.field);
      case 'offline':
        weather.isOnline = false;
        return '';
      case 'online':
        weather.isOnline = true;
        void worker.comeBack();
        return '';
      case 'wait':
        wakeUp(happening.ms);
        return String(happening.ms);
      case 'die':
        worker.life.death = { turns: happening.turns, when: happening.when };
        return `in ${happening.turns} turns, ${happening.when}`;
      case 'look up':
        void worker.answers.askPerson('crm', PEOPLE[happening.who] ?? PEOPLE[0], 0);
        return '';
    }
  }

  async function settle(): Promise<void> {
    if ((await turns.run(ENDLESS)) === ENDLESS) throw new Error('It never comes to rest.');
  }

  async function countUnderway(): Promise<number> {
    const all = [...(await rows.getAll('edits')), ...(await rows.getAll('creations'))];
    return all.filter(({ delivery }) => isUnderway(delivery)).length;
  }

  /** Answers one open question; false where there is none. */
  async function answer(): Promise<boolean> {
    const [how, keep] = schedule.isStubborn ? (['retry', 'mine'] as const) : (['discard', 'theirs'] as const);
    const use = schedule.isStubborn ? 'new' : 'existing';
    const first = { which: 0 };
    const answered = (await rep.editsIn('rejected'))[0]
      ? await rep.decideEdit({ do: 'decide', how, ...first })
      : (await rep.editsIn('conflict'))[0]
        ? await rep.resolveEdit({ do: 'resolve', keep, ...first })
        : (await rep.creationsIn('rejected'))[0]
          ? await rep.decideCreation({ do: 'decide creation', how, ...first })
          : (await rep.creationsIn('similar'))[0]
            ? await rep.resolveCreation({ do: 'resolve creation', use, ...first })
            : null;
    if (answered) tell(`at last: ${answered}`);
    return answered !== null;
  }

  async function heal(): Promise<void> {
    Object.assign(faults, { read: [], write: [], create: [] });
    weather.isOnline = true;
    worker.life.death = null;
    await revive();
    tell('everything heals');
    messages.repeat();
    void worker.comeBack();
    for (let round = 0; round < ROUNDS; round += 1) {
      await settle();
      if ((await countUnderway()) > 0 || messages.hasOpen()) {
        weather.now += 60_000;
        void worker.resume();
      } else if (!(await answer())) return;
    }
    course.accusations.push('it never settles');
  }

  try {
    for (const { happening, turns: count } of schedule.commands) {
      await revive();
      tell(`${happening.do} ${await happen(happening)}`);
      if (happening.do !== 'edit' && happening.do !== 'create') messages.repeat();
      await turns.run(count);
    }
    await heal();
  } finally {
    await worker.close();
  }
  return course;
}
