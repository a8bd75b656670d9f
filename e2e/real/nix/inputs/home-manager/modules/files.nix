# Files linked into the home, gathered in one folder of the store.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  fileType = types.submodule ({ name, config, ... }: {
    options = {
      enable = mkOption { type = types.bool; default = true; };
      target = mkOption { type = types.str; default = name; };
      text = mkOption { type = types.nullOr types.lines; default = null; };
      source = mkOption { type = types.path; };
      executable = mkOption { type = types.nullOr types.bool; default = null; };
      force = mkOption { type = types.bool; default = false; };
    };
    config.source = lib.mkIf (config.text != null) (lib.mkDefault (
      (if config.executable == true then pkgs.writeScript else pkgs.writeText)
        "hm_${builtins.replaceStrings [ "/" " " "@" ] [ "" "_" "_" ] name}" config.text
    ));
  });
  files = builtins.filter (file: file.enable) (builtins.attrValues config.home.file);
  targets = map (file: file.target) files;
in
{
  options = {
    home.file = mkOption { type = types.attrsOf fileType; default = { }; };
    xdg.configFile = mkOption { type = types.attrsOf fileType; default = { }; };
    home-files = mkOption { type = types.package; };
    forcedFiles = mkOption { type = types.raw; };
  };

  config = {
    assertions = [
      {
        assertion = builtins.length (builtins.attrNames (lib.genAttrs targets (_: null))) == builtins.length targets;
        message = "Conflicting managed target files";
      }
    ];
    # Home Manager keeps these two folders of every home.
    home.file = {
      ".cache/.keep".text = "";
      ".local/state/.keep".text = "";
    } // lib.mapAttrs' (_: file: lib.nameValuePair ".config/${file.target}" {
      inherit (file) enable executable force source;
    }) config.xdg.configFile;
    forcedFiles = builtins.filter (file: file.force) files;
    home-files = pkgs.runCommand "home-manager-files" { } ''
      mkdir -p "$out"
      ${lib.concatMapStringsSep "\n" (file: ''
        mkdir -p "$out/$(dirname ${lib.escapeShellArg file.target})"
        ln -s ${file.source} "$out"/${lib.escapeShellArg file.target}
      '') files}
    '';
  };
}
