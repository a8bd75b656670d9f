; Before the files go: offers to run the journal backwards. It shows its list and asks again in its own window.
!macro customUnInstall
  ${ifNot} ${isUpdated}
    MessageBox MB_YESNO|MB_ICONQUESTION "Undo what Hearth set up on this PC as well? You will see the list first." /SD IDNO IDNO hearthKeep
      ExecWait '"$INSTDIR\resources\bin\hearth.cmd" setup undo' $0
      ${if} $0 != 0
        MessageBox MB_OK|MB_ICONINFORMATION "Some things are left. The list shows how to remove each." /SD IDOK
      ${endIf}
    hearthKeep:
  ${endIf}
!macroend
