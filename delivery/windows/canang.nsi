; canang for one user of Windows: no administrator, nothing outside of that user's own folders.
; Defined from outside: VERSION, KILOBYTES, FILES (a list of SetOutPath and File), OUT, COMPRESSOR.
Unicode true
Target amd64-unicode
SetCompressor ${COMPRESSOR}
SetDateSave off
RequestExecutionLevel user
Name "canang ${VERSION}"
Caption "Cài cẩm nang canang ${VERSION}"
OutFile "${OUT}"
InstallDir "$LOCALAPPDATA\Programs\canang"
BrandingText "canang ${VERSION}"
ShowInstDetails nevershow
ShowUninstDetails nevershow

!include MUI2.nsh
!define MUI_FINISHPAGE_TITLE "Đã cài xong"
!define MUI_FINISHPAGE_TEXT "Mở “Cẩm nang” trong trình đơn Start, hoặc gõ canang ở một cửa sổ lệnh mới mở."
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Vietnamese"

!define UNINSTALL "Software\Microsoft\Windows\CurrentVersion\Uninstall\canang"

Section
  ; The new folder is whole beside the old one before it takes its place: a machine that is switched off meanwhile has
  ; the one or the other. What the user made lies elsewhere, in $LOCALAPPDATA\canang, and is not touched.
  RMDir /r "$INSTDIR.moi"
  !include "${FILES}"
  SetOutPath "$INSTDIR.moi"
  WriteUninstaller "$INSTDIR.moi\go-cai.exe"
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR.cu"
  ${If} ${FileExists} "$INSTDIR\*.*"
    ClearErrors
    Rename "$INSTDIR" "$INSTDIR.cu"
    ${If} ${Errors}
      RMDir /r "$INSTDIR.moi"
      MessageBox MB_OK|MB_ICONEXCLAMATION "canang đang mở. Đóng các cửa sổ của nó rồi cài lại; bản đang dùng được giữ nguyên." /SD IDOK
      SetErrorLevel 3
      Abort
    ${EndIf}
  ${EndIf}
  ClearErrors
  Rename "$INSTDIR.moi" "$INSTDIR"
  ${If} ${Errors}
    Rename "$INSTDIR.cu" "$INSTDIR"
    MessageBox MB_OK|MB_ICONEXCLAMATION "Không ghi được vào $INSTDIR. Bản đang dùng, nếu có, được giữ nguyên." /SD IDOK
    SetErrorLevel 2
    Abort
  ${EndIf}
  RMDir /r "$INSTDIR.cu"

  CreateDirectory "$SMPROGRAMS\canang"
  CreateShortcut "$SMPROGRAMS\canang\Cẩm nang.lnk" "$INSTDIR\Cam nang.cmd" "" "" "" SW_SHOWMINIMIZED
  CreateShortcut "$SMPROGRAMS\canang\Cẩm nang (cửa sổ lệnh).lnk" "$INSTDIR\canang.cmd"
  CreateShortcut "$SMPROGRAMS\canang\Gỡ cài canang.lnk" "$INSTDIR\go-cai.exe"
  nsExec::Exec '"$INSTDIR\python\python.exe" "$INSTDIR\path_entry.py" them "$INSTDIR"'
  Pop $0

  WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "canang (Cẩm nang)"
  WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\go-cai.exe"'
  WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\go-cai.exe" /S'
  WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
  WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
  WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
SectionEnd

Section Uninstall
  ClearErrors
  Rename "$INSTDIR\python" "$INSTDIR\python.cu"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONEXCLAMATION "canang đang mở. Đóng các cửa sổ của nó rồi gỡ lại." /SD IDOK
    SetErrorLevel 3
    Abort
  ${EndIf}
  Rename "$INSTDIR\python.cu" "$INSTDIR\python"
  nsExec::Exec '"$INSTDIR\python\python.exe" "$INSTDIR\path_entry.py" bo "$INSTDIR"'
  Pop $0
  RMDir /r "$SMPROGRAMS\canang"
  DeleteRegKey HKCU "${UNINSTALL}"
  SetOutPath "$TEMP"
  RMDir /r "$INSTDIR"
  MessageBox MB_OK|MB_ICONINFORMATION "Đã gỡ canang. Hồ sơ và dữ liệu của bạn vẫn còn ở $LOCALAPPDATA\canang." /SD IDOK
SectionEnd
