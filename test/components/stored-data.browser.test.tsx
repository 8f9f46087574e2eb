import { render } from 'preact';
import { describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { StorageActions, StorageHealth } from '../../components/options/StoredData';
import { StoredData } from '../../components/options/StoredData';
import { Panel } from '../../components/panel/Panel';
import { CrmError } from '../../lib/domain/failure';
import { EMPTY_PANEL } from '../../lib/domain/panel-state';
import { makeRoot, showPanel } from './render-panel';
import { NOW } from './samples';
import '../../components/options/options.css';

const button = (name: string) => page.getByRole('button', { name, exact: true });

function show(health: Partial<StorageHealth> = {}) {
  const actions = {
    exportPending: vi.fn<StorageActions['exportPending']>().mockResolvedValue(2),
    resetStorage: vi.fn<StorageActions['resetStorage']>().mockResolvedValue(),
  };
  render(<StoredData health={{ failure: null, damaged: 0, ...health }} actions={actions} />, makeRoot());
  return actions;
}

describe('the storage on the options page', () => {
  it('says what is wrong with it and what to do', async () => {
    show({ failure: { kind: 'storage', problem: 'broken' } });
    await expect.element(page.getByRole('alert')).toMatchTextContent(/can’t be read.*Restart the browser/);
  });

  it('says how much of it nobody can read any more', async () => {
    show({ damaged: 2 });
    await expect.element(page.getByRole('alert')).toMatchTextContent('2 changes stored here can’t be read any more');
  });

  it('says nothing where all is well', async () => {
    show();
    await expect.element(button('Export pending changes')).toBeVisible();
    expect(page.getByRole('alert').elements()).toEqual([]);
  });

  it('exports what is pending, and says how much that was', async () => {
    const { exportPending } = show();
    await button('Export pending changes').click();
    await expect.element(page.getByRole('status')).toMatchTextContent('2 changes exported.');
    exportPending.mockResolvedValue(0);
    await button('Export pending changes').click();
    await expect.element(page.getByRole('status')).toMatchTextContent('Nothing is pending.');
  });

  it('says why it could not be exported', async () => {
    const { exportPending } = show();
    exportPending.mockRejectedValue(new CrmError({ kind: 'storage', problem: 'blocked' }));
    await button('Export pending changes').click();
    await expect.element(page.getByRole('alert')).toMatchTextContent('Another window still uses an older version');
  });

  it('is reset only once that was confirmed', async () => {
    const { resetStorage } = show();
    await button('Reset Dealside’s storage…').click();
    await expect.element(page.getByRole('group')).toMatchTextContent(/not got yet are lost.*keys.*stay/);
    await button('Keep').click();
    expect(resetStorage).not.toHaveBeenCalled();
    await button('Reset Dealside’s storage…').click();
    await button('Reset storage').click();
    expect(resetStorage).toHaveBeenCalledOnce();
    await expect.element(page.getByRole('status')).toMatchTextContent('Dealside’s storage is empty again.');
  });
});

describe('a panel whose storage can’t be used', () => {
  it('says so, and offers what is pending as a file', async () => {
    const { actions, root } = showPanel(EMPTY_PANEL);
    const trouble = { kind: 'storage', problem: 'blocked' } as const;
    render(
      <Panel state={EMPTY_PANEL} isReady isCreating={false} now={NOW} trouble={trouble} actions={actions} />,
      root,
    );
    await expect.element(page.getByText('Another window still uses an older version of Dealside.')).toBeVisible();
    await button('Export pending changes').click();
    expect(actions.exportPending).toHaveBeenCalledOnce();
  });

  it('offers no file for other trouble', async () => {
    const { actions, root } = showPanel(EMPTY_PANEL);
    render(
      <Panel
        state={EMPTY_PANEL}
        isReady
        isCreating={false}
        now={NOW}
        trouble={{ kind: 'offline' }}
        actions={actions}
      />,
      root,
    );
    await expect.element(button('Try again')).toBeVisible();
    expect(button('Export pending changes').elements()).toEqual([]);
  });
});
