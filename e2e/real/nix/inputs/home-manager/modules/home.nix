# The person, the packages, and the generation made of it all.
{ config, lib, pkgs, ... }:
let
  inherit (lib) mkOption types;
  cfg = config.home;
  exports = lib.mapAttrsToList (name: value: "export ${name}=${lib.escapeShellArg value}") cfg.sessionVariables;
  sessionFile = pkgs.writeText "hm-session-vars.sh" (lib.concatMapStringsSep "" (line: "${line}\n") exports);
in
{
  options = {
    assertions = mkOption { type = types.listOf types.raw; default = [ ]; };
    home = {
      username = mkOption { type = types.str; };
      homeDirectory = mkOption { type = types.path; };
      stateVersion = mkOption { type = types.enum [ "24.05" "24.11" "25.05" "25.11" "26.05" ]; };
      enableNixpkgsReleaseCheck = mkOption { type = types.bool; default = true; };
      packages = mkOption { type = types.listOf types.package; default = [ ]; };
      sessionVariables = mkOption { type = types.attrsOf (types.either types.str types.int); default = { }; };
      path = mkOption { type = types.package; };
      activationPackage = mkOption { type = types.package; };
    };
    news.display = mkOption { type = types.enum [ "silent" "notify" "show" ]; default = "notify"; };
    targets.darwin.copyApps.enable = mkOption { type = types.bool; default = true; };
    manual.manpages.enable = mkOption { type = types.bool; default = true; };
  };

  config = {
    assertions = [
      { assertion = cfg.username != ""; message = "Username could not be determined"; }
    ];
    home.path = pkgs.buildEnv {
      name = "home-manager-path";
      paths = cfg.packages ++ lib.optional (!config.uninstall) (pkgs.runCommand "hm-session-vars" { } ''
        mkdir -p "$out/etc/profile.d"
        ln -s ${sessionFile} "$out/etc/profile.d/hm-session-vars.sh"
      '');
    };
    home.activationPackage = pkgs.runCommand "home-manager-generation"
      {
        script = ../activate.sh;
        user = lib.escapeShellArg cfg.username;
        folder = lib.escapeShellArg cfg.homeDirectory;
        forced = lib.concatMapStringsSep " " (file: lib.escapeShellArg file.target) config.forcedFiles;
        uninstall = if config.uninstall then "1" else "";
        storeDir = builtins.storeDir;
      }
      ''
        mkdir -p "$out/bin"
        echo 26.05 > "$out/hm-version"
        echo 1 > "$out/gen-version"
        while IFS= read -r line; do
          case $line in
          'generation=@') printf 'generation=%s\n' "$out" ;;
          'user=@') printf 'user=%s\n' "$user" ;;
          'folder=@') printf 'folder=%s\n' "$folder" ;;
          'forced=@') printf 'forced=(%s)\n' "$forced" ;;
          'uninstall=@') printf 'uninstall=%s\n' "$uninstall" ;;
          'store=@') printf 'store=%s\n' "$storeDir" ;;
          *) printf '%s\n' "$line" ;;
          esac
        done < "$script" > "$out/activate"
        chmod 755 "$out/activate"
        ln -s "$out/activate" "$out/bin/home-manager-generation"
        ln -s ${config.home-files} "$out/home-files"
        ln -s ${cfg.path} "$out/home-path"
      '';
  };
}
